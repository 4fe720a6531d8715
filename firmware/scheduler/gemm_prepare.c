/* Resolves a product, fuses the layer behind it, and gives it its part of the buffers. */
#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/fuse.h"
#include "firmware/scheduler/units.h"
#include "firmware/scheduler/windows.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

_Static_assert(sizeof(struct nmw_channel) == PLAN_CHANNEL_BYTES, "channel record");

static bool is_byte(const struct matrix* matrix) {
    return matrix->type == STAVP_I8 || matrix->type == STAVP_U8;
}

static bool plan_product(struct layer* layer) {
    struct gemm_layer* gemm = &layer->gemm;
    gemm->shape.x_on_chip = layer->a_place != NULL;
    gemm->shape.y_on_chip = layer->y_place != NULL;
    gemm->shape.residual_bytes = gemm->sum && layer->b_place == NULL ? layer->b.element_bytes : 0;
    windows_open(layer);
    return plan_gemm(&gemm->shape, &layer->machine, &gemm->plan);
}

/* Half the weight buffer lets the next layer load ahead; it must not cost more than that gains. */
#define HALF_WEIGHTS_WORTH 16u /* one in so many cycles */

static bool plan_with_weights(struct layer* layer) {
    const struct machine halved = layer->machine;
    const bool fits = plan_product(layer);
    const struct gemm_plan plan = layer->gemm.plan;
    if (fits && plan.single_pass) return true;
    windows_take_all_weights(layer);
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
                                    windows_chunk_rows(layer, layer->a.rows), windows_for_inputs, 1);
        layer->load_a = layer->a_place != NULL;
    }
    const enum buffer_id* buffers = layer_read_by_rows(layer) ? windows_for_sums : windows_for_results;
    windows_keep_result(layer, buffers);
    if (plan_product(layer) && plan->single_pass) return true;
    if (space_evict_others(layer->a_place, layer->b_place, layer->y_place)) {
        if (layer->y_place == NULL) windows_keep_result(layer, buffers);
        if (plan_product(layer) && plan->single_pass) return true;
    }
    if (layer->load_a) windows_stream_inputs(layer);
    windows_give_up_result(layer);
    const bool fits = plan_with_weights(layer);
    if (fits && (plan->single_pass || (layer->a_place == NULL && layer->b_place == NULL))) return true;
    /* The operands' places may leave the pools too little room. */
    const struct layer with_places = *layer;
    windows_stream_inputs(layer);
    if ((fits ? plan_product(layer) : plan_with_weights(layer)) && (!fits || plan->cost < with_places.gemm.plan.cost))
        return true;
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
    if (!layer_resolve(layer->workload, next->output, &y) || y.rows != layer->y.rows || y.cols != layer->y.cols)
        return false;
    if (next->op == NMW_OP_LUT) {
        const struct nmw_tensor* table = workload_tensor(layer->workload, next->params);
        if (table == NULL || table->bytes < STA_TABLE_BYTES || layer->y.type != STAVP_I8 || y.type != STAVP_I8)
            return false;
        gemm->look_up = true;
        gemm->table = workload_address(layer->workload, table);
        gemm->flags |= STAVP_STA_LUT;
    } else {
        const bool product_first = next->input0 == layer->y.tensor;
        if (!layer_resolve(layer->workload, product_first ? next->input1 : next->input0, &layer->b) ||
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

enum firmware_error gemm_prepare(struct layer* layer) {
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
    windows_open_weights(layer, 0);
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
