#include "firmware/scheduler/layer.h"

#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/fuse.h"
#include "firmware/scheduler/units.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

_Static_assert((int)STAVP_I8 == (int)NMW_I8 && (int)STAVP_U8 == (int)NMW_U8 && (int)STAVP_I16 == (int)NMW_I16 &&
                   (int)STAVP_I32 == (int)NMW_I32,
               "type codes");
_Static_assert(sizeof(struct nmw_channel) == PLAN_CHANNEL_BYTES, "channel record");

/* Larger matrices would overflow the planners' 32-bit sizes. */
#define DIMENSION_MAX (1u << 24)

static bool resolve(const struct workload* workload, uint32_t index, struct matrix* matrix) {
    const struct nmw_tensor* tensor = workload_tensor(workload, index);
    if (tensor == NULL || tensor->encoding != NMW_DENSE) return false;
    const uint32_t bytes = dtype_bytes(tensor->dtype);
    if (bytes == 0 || tensor->rows == 0 || tensor->cols == 0 || tensor->rows > DIMENSION_MAX ||
        tensor->cols > DIMENSION_MAX)
        return false;
    *matrix = (struct matrix){.address = workload_address(workload, tensor),
                              .stride = tensor->row_stride,
                              .rows = tensor->rows,
                              .cols = tensor->cols,
                              .type = tensor->dtype,
                              .element_bytes = bytes,
                              .tensor = index};
    return true;
}

static bool is_byte(const struct matrix* matrix) {
    return matrix->type == STAVP_I8 || matrix->type == STAVP_U8;
}

/* The layer's pools get the largest range of a buffer that no resident activation takes. */
static void open_window(struct layer* layer, enum buffer_id buffer) {
    const struct window window = space_window(buffer);
    layer->machine.buffer_base[buffer] = window.address;
    layer->machine.buffer_bytes[buffer] = window.bytes;
}

/* Without the pools of operands that are on chip as a whole. */
static void open_windows(struct layer* layer) {
    if (layer->a_place == NULL) open_window(layer, BUFFER_INPUT);
    open_window(layer, BUFFER_INTERMEDIATE);
    if (layer->y_place == NULL) open_window(layer, BUFFER_OUTPUT);
}

static void open_weights(struct layer* layer, uint32_t bytes) {
    const struct window window = space_weights(bytes);
    layer->machine.buffer_base[BUFFER_WEIGHT] = window.address;
    layer->machine.buffer_bytes[BUFFER_WEIGHT] = window.bytes;
}

/* Groups of rows in which an activation becomes ready: whole array heights where there are several. */
static uint32_t chunk_rows(const struct layer* layer, uint32_t rows) {
    const uint32_t height = layer->machine.rows;
    return rows <= height ? rows : min_u32(rows, round_up(div_up(rows, PLACE_CHUNKS_MAX), height));
}

/* Somewhere on chip for the result, if a later layer reads it. */
static void keep_result(struct layer* layer, const enum buffer_id* order, uint32_t count) {
    if (layer->is_last) return;
    const uint32_t last_use = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u);
    layer->y_place = space_keep(layer->y.tensor, layer->y.rows, layer->y.cols * layer->y.element_bytes, last_use,
                                chunk_rows(layer, layer->y.rows), order, count);
}

static void give_up_result(struct layer* layer) {
    space_give_up(layer->y_place);
    layer->y_place = NULL;
}

static void stream_inputs(struct layer* layer) {
    space_give_up(layer->a_place);
    space_give_up(layer->b_place);
    layer->a_place = layer->b_place = NULL;
    layer->load_a = false;
}

#define BUFFERS_OF_RESULTS 3u
static const enum buffer_id kResultBuffers[] = {BUFFER_OUTPUT, BUFFER_INTERMEDIATE, BUFFER_INPUT};
/* Of products that the vector unit reads: the array's next result does not have to wait for it. */
static const enum buffer_id kSumBuffers[] = {BUFFER_INTERMEDIATE, BUFFER_OUTPUT, BUFFER_INPUT};
static const enum buffer_id kInputBuffers[] = {BUFFER_INPUT, BUFFER_OUTPUT, BUFFER_INTERMEDIATE};

bool layer_read_by_rows(const struct layer* layer) {
    const uint32_t next = layer_next(layer);
    if (next >= layer->workload->header->layer_count) return false;
    const struct nmw_layer* entry = &layer->workload->layers[next];
    return entry->op != NMW_OP_GEMM && entry->op != NMW_OP_ATTENTION && entry->op != NMW_OP_MEANPOOL &&
           entry->input0 == layer->y.tensor;
}

static bool plan_product(struct layer* layer) {
    struct gemm_layer* gemm = &layer->gemm;
    gemm->shape.x_on_chip = layer->a_place != NULL;
    gemm->shape.y_on_chip = layer->y_place != NULL;
    gemm->shape.residual_bytes = gemm->sum && layer->b_place == NULL ? layer->b.element_bytes : 0;
    open_windows(layer);
    return plan_gemm(&gemm->shape, &layer->machine, &gemm->plan);
}

/* Half the weight buffer lets the next layer load ahead; it must not cost more than that gains. */
#define HALF_WEIGHTS_WORTH 16u /* one in so many cycles */

static void take_all_weights(struct layer* layer) {
    layer->machine.buffer_base[BUFFER_WEIGHT] = layer->whole->buffer_base[BUFFER_WEIGHT];
    layer->machine.buffer_bytes[BUFFER_WEIGHT] = layer->whole->buffer_bytes[BUFFER_WEIGHT];
}

static bool plan_with_weights(struct layer* layer) {
    const struct machine halved = layer->machine;
    const bool fits = plan_product(layer);
    const struct gemm_plan plan = layer->gemm.plan;
    if (fits && plan.single_pass) return true;
    take_all_weights(layer);
    const bool fits_whole = plan_product(layer);
    if (!fits || (fits_whole && layer->gemm.plan.cost + layer->gemm.plan.cost / HALF_WEIGHTS_WORTH < plan.cost))
        return fits_whole;
    layer->machine.buffer_base[BUFFER_WEIGHT] = halved.buffer_base[BUFFER_WEIGHT];
    layer->machine.buffer_bytes[BUFFER_WEIGHT] = halved.buffer_bytes[BUFFER_WEIGHT];
    layer->gemm.plan = plan;
    return true;
}

/* Keeps on chip what pays: whatever makes an operand be loaded twice is not kept. */
static bool place_product(struct layer* layer) {
    struct gemm_plan* plan = &layer->gemm.plan;
    if (layer->a_place == NULL) {
        const uint32_t last_use = fuse_last_use(layer->workload, layer->a.tensor, layer->index);
        layer->a_place = space_keep(layer->a.tensor, layer->a.rows, layer->a.cols, last_use,
                                    chunk_rows(layer, layer->a.rows), kInputBuffers, 1);
        layer->load_a = layer->a_place != NULL;
    }
    const enum buffer_id* buffers = layer_read_by_rows(layer) ? kSumBuffers : kResultBuffers;
    keep_result(layer, buffers, BUFFERS_OF_RESULTS);
    if (plan_product(layer) && plan->single_pass) return true;
    space_evict_others(layer->a_place, layer->b_place, layer->y_place);
    if (layer->y_place == NULL) keep_result(layer, buffers, BUFFERS_OF_RESULTS);
    if (plan_product(layer) && plan->single_pass) return true;
    if (layer->load_a) stream_inputs(layer);
    give_up_result(layer);
    const bool fits = plan_with_weights(layer);
    if (fits && (plan->single_pass || (layer->a_place == NULL && layer->b_place == NULL))) return true;
    /* The operands' places may leave the pools too little room. */
    const struct layer with_places = *layer;
    stream_inputs(layer);
    if (plan_with_weights(layer) && (!fits || plan->cost < with_places.gemm.plan.cost)) return true;
    if (!fits) return false;
    *layer = with_places;
    space_take_back(layer->a_place);
    space_take_back(layer->b_place);
    return true;
}

/* Takes the layer behind the product along. False if it cannot be done in the output stage. */
static bool fuse_next(struct layer* layer, const struct nmw_layer* next) {
    struct gemm_layer* gemm = &layer->gemm;
    struct matrix y;
    if (!resolve(layer->workload, next->output, &y) || y.rows != layer->y.rows || y.cols != layer->y.cols) return false;
    if (next->op == NMW_OP_LUT) {
        const struct nmw_tensor* table = workload_tensor(layer->workload, next->params);
        if (table == NULL || table->bytes < STA_TABLE_BYTES || layer->y.type != STAVP_I8 || y.type != STAVP_I8)
            return false;
        gemm->look_up = true;
        gemm->table = workload_address(layer->workload, table);
        gemm->flags |= STAVP_STA_LUT;
    } else {
        const bool product_first = next->input0 == layer->y.tensor;
        if (!resolve(layer->workload, product_first ? next->input1 : next->input0, &layer->b) ||
            layer->b.rows != y.rows || layer->b.cols != y.cols || layer->b.type == STAVP_I32 || y.type == STAVP_I32)
            return false;
        gemm->sum = true;
        gemm->product_mult = product_first ? next->mult0 : next->mult1;
        gemm->residual_mult = product_first ? next->mult1 : next->mult0;
        gemm->sum_shift = next->shift0;
        gemm->flags |= STAVP_STA_RESIDUAL;
        layer->b_place = space_lookup(layer->b.tensor);
    }
    gemm->product_type = layer->y.type;
    gemm->shape.y_bytes = y.element_bytes;
    layer->y = y;
    layer->fused = next;
    return true;
}

static void claim_product(struct layer* layer) {
    const struct gemm_plan* plan = &layer->gemm.plan;
    const struct machine* windows = &layer->machine;
    const uint32_t loaded = USED_BY_DMA | USED_BY_STA;
    const uint32_t weights = windows->buffer_base[BUFFER_WEIGHT];
    space_claim(layer->index, BUFFER_WEIGHT, weights, windows->buffer_bytes[BUFFER_WEIGHT], loaded,
                &layer->before_weights);
    layer->gemm.table_address = weights;
    if (layer->load_a)
        space_claim(layer->index, layer->a_place->buffer, layer->a_place->address, layer->a_place->bytes, loaded,
                    &layer->before_inputs);
    else
        space_read(layer->index, layer->a_place, USED_BY_STA);
    if (layer->a_place == NULL || layer->load_a) flight_join_writer(layer->a.tensor, &layer->before_inputs);
    if (layer->a_place == NULL)
        space_claim(layer->index, BUFFER_INPUT, windows->buffer_base[BUFFER_INPUT], plan->x_slots * plan->x_slot_bytes,
                    loaded, &layer->before_inputs);
    space_read(layer->index, layer->b_place, USED_BY_STA);
    const uint32_t between = plan->residual_offset + plan->residual_slots * plan->residual_slot_bytes;
    space_claim(layer->index, BUFFER_INTERMEDIATE, windows->buffer_base[BUFFER_INTERMEDIATE], between, loaded,
                &layer->before_results);
    if (plan->residual_slots != 0) {
        flight_join_writer(layer->b.tensor, &layer->before_residuals);
        for (uint32_t i = 0; i < QUEUE_COUNT; ++i)
            if ((layer->before_results.queues >> i & 1u) != 0)
                queue_add_to_mark(&layer->before_residuals, i, layer->before_results.sequence[i]);
    }
    if (layer->y_place != NULL)
        space_claim(layer->index, layer->y_place->buffer, layer->y_place->address, layer->y_place->bytes, loaded,
                    &layer->before_results);
    else
        space_claim(layer->index, BUFFER_OUTPUT, windows->buffer_base[BUFFER_OUTPUT],
                    plan->y_slots * plan->y_slot_bytes, loaded, &layer->before_results);
}

static enum firmware_error prepare_gemm(struct layer* layer) {
    struct gemm_layer* gemm = &layer->gemm;
    const struct workload* workload = layer->workload;
    const struct nmw_tensor* weight = workload_tensor(workload, layer->entry->weight);
    const struct nmw_tensor* channels = workload_tensor(workload, layer->entry->params);
    if (weight == NULL || channels == NULL || weight->rows != layer->y.cols || weight->cols != layer->a.cols ||
        layer->a.rows != layer->y.rows || channels->bytes < (uint64_t)weight->rows * sizeof(struct nmw_channel))
        return FIRMWARE_BAD_LAYER;
    if (!is_byte(&layer->a) || weight->dtype != NMW_I8 || layer->y.type == STAVP_I32) return FIRMWARE_UNSUPPORTED;
    if (weight->encoding > NMW_INDEX) return FIRMWARE_UNSUPPORTED;
    const bool sparse = weight->encoding != NMW_DENSE;
    const uint32_t m = weight->pattern_m;
    if (sparse && (m < 2 || m > 32 || (m & (m - 1u)) != 0 || weight->pattern_n < 1 || weight->pattern_n > m))
        return FIRMWARE_BAD_LAYER;
    gemm->shape = (struct gemm_shape){.m = layer->y.rows,
                                      .n = layer->y.cols,
                                      .k = layer->a.cols,
                                      .pattern_n = sparse ? weight->pattern_n : 0,
                                      .pattern_m = sparse ? m : 0,
                                      .y_bytes = layer->y.element_bytes,
                                      .indexed = weight->encoding == NMW_INDEX,
                                      .w_ahead = layer->machine.prefetch && layer->index != 0};
    gemm->values = workload_address(workload, weight);
    gemm->values_stride = weight->row_stride;
    gemm->map = gemm->values - weight->offset + weight->map_offset;
    gemm->map_stride = weight->map_stride;
    gemm->channels = workload_address(workload, channels);
    gemm->flags = (layer->entry->flags & NMW_RELU ? STAVP_STA_RELU : 0u) |
                  (layer->a.type == STAVP_U8 ? STAVP_STA_X_UNSIGNED : 0u);
    gemm->look_up = gemm->sum = false;
    gemm->product_type = layer->y.type;
    layer->a_place = space_lookup(layer->a.tensor);
    open_weights(layer, 0);
    const struct matrix product = layer->y;
    const struct nmw_layer* next = layer->machine.fuse ? fuse_find(workload, layer->index) : NULL;
    const bool fused = next != NULL && fuse_next(layer, next);
    layer->is_last = fuse_last_use(workload, layer->y.tensor, layer->index + 1u) == 0;
    gemm->shape.table_bytes = gemm->look_up ? STA_TABLE_BYTES : 0;
    if (!place_product(layer)) {
        if (!fused) return FIRMWARE_DOES_NOT_FIT;
        layer->y = product;
        layer->fused = NULL;
        gemm->look_up = gemm->sum = false;
        gemm->flags &= ~(uint32_t)(STAVP_STA_LUT | STAVP_STA_RESIDUAL);
        gemm->shape.y_bytes = product.element_bytes;
        gemm->shape.table_bytes = 0;
        layer->is_last = fuse_last_use(workload, product.tensor, layer->index + 1u) == 0;
        if (!place_product(layer)) return FIRMWARE_DOES_NOT_FIT;
    }
    claim_product(layer);
    layer->tile_rows = gemm->plan.mt;
    layer->tile_cols = gemm->plan.nt;
    return FIRMWARE_OK;
}

static bool plan_heads(struct layer* layer) {
    struct attention_layer* attention = &layer->attention;
    attention->shape.qkv_on_chip = layer->a_place != NULL;
    attention->shape.y_on_chip = layer->y_place != NULL;
    open_windows(layer);
    return plan_attention(&attention->shape, &layer->machine, &attention->plan);
}

static bool good_heads(const struct layer* layer) {
    const struct attention_layer* attention = &layer->attention;
    return attention->plan.pipelined && attention->plan.keys == attention->shape.seq;
}

static bool place_attention(struct layer* layer) {
    keep_result(layer, kResultBuffers, BUFFERS_OF_RESULTS);
    if (plan_heads(layer) && good_heads(layer)) return true;
    space_evict_others(layer->a_place, NULL, layer->y_place);
    if (plan_heads(layer) && good_heads(layer)) return true;
    give_up_result(layer);
    if (plan_heads(layer) && good_heads(layer)) return true;
    stream_inputs(layer);
    if (plan_heads(layer)) return true;
    take_all_weights(layer);
    return plan_heads(layer);
}

static void claim_attention(struct layer* layer) {
    const struct machine* windows = &layer->machine;
    const uint32_t loaded = USED_BY_DMA | USED_BY_STA | USED_BY_VECTOR;
    space_claim(layer->index, BUFFER_WEIGHT, windows->buffer_base[BUFFER_WEIGHT], windows->buffer_bytes[BUFFER_WEIGHT],
                loaded, &layer->before_weights);
    if (layer->a_place == NULL) {
        space_claim(layer->index, BUFFER_INPUT, windows->buffer_base[BUFFER_INPUT], windows->buffer_bytes[BUFFER_INPUT],
                    loaded, &layer->before_inputs);
        flight_join_writer(layer->a.tensor, &layer->before_inputs);
    }
    space_read(layer->index, layer->a_place, USED_BY_STA | USED_BY_VECTOR);
    space_claim(layer->index, BUFFER_INTERMEDIATE, windows->buffer_base[BUFFER_INTERMEDIATE],
                windows->buffer_bytes[BUFFER_INTERMEDIATE], USED_BY_STA | USED_BY_SOFTMAX | USED_BY_DMA,
                &layer->before_results);
    if (layer->y_place != NULL)
        space_claim(layer->index, layer->y_place->buffer, layer->y_place->address, layer->y_place->bytes,
                    USED_BY_DMA | USED_BY_STA, &layer->before_results);
    else
        space_claim(layer->index, BUFFER_OUTPUT, windows->buffer_base[BUFFER_OUTPUT],
                    windows->buffer_bytes[BUFFER_OUTPUT], USED_BY_DMA | USED_BY_STA, &layer->before_results);
}

static enum firmware_error prepare_attention(struct layer* layer) {
    struct attention_layer* attention = &layer->attention;
    const struct nmw_header* header = layer->workload->header;
    const uint32_t heads = layer->entry->heads;
    const uint32_t head_dim = layer->entry->head_dim;
    if (heads == 0 || head_dim == 0 || heads > DIMENSION_MAX / head_dim || layer->y.cols != heads * head_dim ||
        layer->a.cols != 3u * layer->y.cols || layer->a.rows != layer->y.rows ||
        layer->y.rows != (uint64_t)header->sequence_count * header->seq)
        return FIRMWARE_BAD_LAYER;
    if (layer->a.type != STAVP_I8 || layer->y.type != STAVP_I8) return FIRMWARE_UNSUPPORTED;
    attention->shape = (struct attention_shape){.seq = header->seq, .head_dim = head_dim};
    layer->a_place = space_lookup(layer->a.tensor);
    layer->is_last = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u) == 0;
    open_weights(layer, 0);
    if (header->seq > DIMENSION_MAX || header->seq > layer->machine.max_k || head_dim > layer->machine.max_k ||
        !place_attention(layer))
        return FIRMWARE_DOES_NOT_FIT;
    attention->off_chip = layer->machine.softmax_off_chip;
    attention->scratch = workload_end(layer->workload);
    const uint64_t scratch_bytes =
        (uint64_t)attention->plan.score_slots * ((uint64_t)attention->plan.s_slot_bytes + attention->plan.p_slot_bytes);
    if (attention->off_chip && attention->scratch + scratch_bytes > layer->machine.ddr_end) return FIRMWARE_NO_SCRATCH;
    claim_attention(layer);
    layer->tile_rows = attention->plan.rows;
    layer->tile_cols = head_dim;
    return FIRMWARE_OK;
}

static enum firmware_error prepare_params(struct layer* layer) {
    struct rowwise_layer* rowwise = &layer->rowwise;
    const uint32_t cols = layer->y.cols;
    if (layer->entry->op == NMW_OP_LAYERNORM) {
        rowwise->param2_offset = round_up(2u * cols, NMW_ALIGN);
        rowwise->shape.param_bytes = rowwise->param2_offset + 4u * cols;
    } else if (layer->entry->op == NMW_OP_LUT) {
        rowwise->shape.param_bytes = 256;
    } else {
        return FIRMWARE_OK;
    }
    const struct nmw_tensor* params = workload_tensor(layer->workload, layer->entry->params);
    if (params == NULL || params->bytes < rowwise->shape.param_bytes) return FIRMWARE_BAD_LAYER;
    rowwise->params = workload_address(layer->workload, params);
    return FIRMWARE_OK;
}

static uint32_t rowwise_opcode(uint32_t op) {
    switch (op) {
    case NMW_OP_LAYERNORM:
        return STAVP_OP_VECTOR_LAYERNORM;
    case NMW_OP_ADD:
    case NMW_OP_REQUANT:
        return STAVP_OP_VECTOR_ADD;
    case NMW_OP_LUT:
        return STAVP_OP_VECTOR_LUT;
    case NMW_OP_MEANPOOL:
        return STAVP_OP_VECTOR_MEANPOOL;
    default:
        return STAVP_OP_NOP;
    }
}

static bool plan_rows(struct layer* layer) {
    struct rowwise_shape* shape = &layer->rowwise.shape;
    shape->a_on_chip = layer->a_place != NULL;
    shape->b_on_chip = layer->b_place != NULL;
    shape->y_on_chip = layer->y_place != NULL;
    shape->rows_at_once = layer->a_place != NULL ? layer->a_place->chunk_rows : 0;
    open_windows(layer);
    return plan_rowwise(shape, &layer->machine, &layer->rowwise.plan);
}

static bool place_rowwise(struct layer* layer) {
    keep_result(layer, kInputBuffers, BUFFERS_OF_RESULTS);
    if (plan_rows(layer)) return true;
    space_evict_others(layer->a_place, layer->b_place, NULL);
    layer->y_place = NULL;
    if (plan_rows(layer)) return true;
    stream_inputs(layer);
    if (plan_rows(layer)) return true;
    take_all_weights(layer);
    return plan_rows(layer);
}

static void claim_rowwise(struct layer* layer) {
    const struct rowwise_plan* plan = &layer->rowwise.plan;
    const struct machine* windows = &layer->machine;
    const uint32_t users = USED_BY_DMA | USED_BY_VECTOR;
    const struct place* kept[] = {layer->a_place, layer->b_place};
    const struct matrix* operand[] = {&layer->a, &layer->b};
    static const enum buffer_id buffers[] = {BUFFER_INPUT, BUFFER_INTERMEDIATE};
    const uint32_t bytes[] = {plan->a_slot_bytes, plan->b_slot_bytes};
    space_claim(layer->index, plan->param_buffer, windows->buffer_base[plan->param_buffer],
                layer->rowwise.shape.param_bytes, users, &layer->before_weights);
    for (uint32_t i = 0; i < 2; ++i) {
        space_read(layer->index, kept[i], USED_BY_VECTOR);
        if (kept[i] != NULL || bytes[i] == 0) continue;
        space_claim(layer->index, buffers[i], windows->buffer_base[buffers[i]], plan->slots * bytes[i], users,
                    &layer->before_inputs);
        flight_join_writer(operand[i]->tensor, &layer->before_inputs);
    }
    if (layer->y_place != NULL)
        space_claim(layer->index, layer->y_place->buffer, layer->y_place->address, layer->y_place->bytes, users,
                    &layer->before_results);
    else
        space_claim(layer->index, BUFFER_OUTPUT, windows->buffer_base[BUFFER_OUTPUT], plan->slots * plan->y_slot_bytes,
                    users, &layer->before_results);
}

static enum firmware_error prepare_rowwise(struct layer* layer) {
    struct rowwise_layer* rowwise = &layer->rowwise;
    const struct nmw_header* header = layer->workload->header;
    const bool pool = layer->entry->op == NMW_OP_MEANPOOL;
    rowwise->opcode = rowwise_opcode(layer->entry->op);
    if (rowwise->opcode == STAVP_OP_NOP) return FIRMWARE_UNSUPPORTED;
    const uint64_t a_rows = pool ? (uint64_t)header->sequence_count * header->seq : layer->y.rows;
    if (layer->a.cols != layer->y.cols || layer->a.rows != a_rows) return FIRMWARE_BAD_LAYER;
    if (pool && layer->y.rows != header->sequence_count) return FIRMWARE_BAD_LAYER;
    if (layer->a.type == STAVP_I32 || layer->y.type == STAVP_I32) return FIRMWARE_UNSUPPORTED;
    const bool two = layer->entry->op == NMW_OP_ADD;
    if (two && (!resolve(layer->workload, layer->entry->input1, &layer->b) || layer->b.cols != layer->y.cols ||
                layer->b.rows != layer->y.rows))
        return FIRMWARE_BAD_LAYER;
    rowwise->shape = (struct rowwise_shape){.rows = pool ? header->seq : layer->y.rows,
                                            .cols = layer->y.cols,
                                            .a_bytes = layer->a.element_bytes,
                                            .b_bytes = two ? layer->b.element_bytes : 0,
                                            .y_bytes = layer->y.element_bytes,
                                            .whole_rows = layer->entry->op == NMW_OP_LAYERNORM,
                                            .whole_cols = pool};
    const enum firmware_error error = prepare_params(layer);
    if (error != FIRMWARE_OK) return error;
    layer->a_place = space_lookup(layer->a.tensor);
    layer->b_place = two ? space_lookup(layer->b.tensor) : NULL;
    layer->is_last = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u) == 0;
    open_weights(layer, rowwise->shape.param_bytes);
    if (!place_rowwise(layer)) return FIRMWARE_DOES_NOT_FIT;
    claim_rowwise(layer);
    layer->tile_rows = pool ? 1 : rowwise->plan.tile_rows;
    layer->tile_cols = rowwise->plan.tile_cols;
    return FIRMWARE_OK;
}

enum firmware_error layer_prepare(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  struct layer* layer) {
    *layer = (struct layer){
        .entry = &workload->layers[index], .workload = workload, .machine = *machine, .whole = machine, .index = index};
    space_retire(index);
    if (!resolve(workload, layer->entry->input0, &layer->a) || !resolve(workload, layer->entry->output, &layer->y))
        return FIRMWARE_BAD_LAYER;
    switch (layer->entry->op) {
    case NMW_OP_GEMM:
        return prepare_gemm(layer);
    case NMW_OP_ATTENTION:
        return prepare_attention(layer);
    default:
        return prepare_rowwise(layer);
    }
}

void layer_issue(struct layer* layer) {
    switch (layer->entry->op) {
    case NMW_OP_GEMM:
        gemm_issue(layer);
        break;
    case NMW_OP_ATTENTION:
        attention_issue(layer);
        break;
    default:
        rowwise_issue(layer);
        break;
    }
}
