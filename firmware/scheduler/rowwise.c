/* Issues the vector unit's layers: tiles stream through load, operation, store. */
#include "firmware/drivers/dma.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/pool.h"
#include "firmware/scheduler/units.h"

struct tile {
    uint32_t row, col, rows, cols; /* of the result, or of one sequence's rows for MEANPOOL */
    uint32_t sequence;             /* MEANPOOL */
    uint32_t number;
};

struct rowwise_run {
    const struct layer* layer;
    const struct rowwise_layer* rowwise;
    struct pool a, b, y;
    union command operation; /* prototype */
    struct token params;
};

struct operands {
    struct pool_slot *a, *b;
};

static bool pools(const struct rowwise_run* run) {
    return run->rowwise->shape.whole_cols;
}

static const struct nmw_sequence* sequence_of(const struct rowwise_run* run, const struct tile* tile) {
    return &run->layer->workload->sequences[tile->sequence];
}

/* Rows loaded for a tile: a pooled one needs only the valid rows. */
static uint32_t rows_of(const struct rowwise_run* run, const struct tile* tile) {
    if (!pools(run)) return min_u32(run->rowwise->plan.tile_rows, run->rowwise->shape.rows - tile->row);
    return min_u32(sequence_of(run, tile)->valid, run->rowwise->shape.rows);
}

static struct tile tile_at(const struct rowwise_run* run, struct tile tile) {
    tile.rows = rows_of(run, &tile);
    tile.cols = min_u32(run->rowwise->plan.tile_cols, run->rowwise->shape.cols - tile.col);
    return tile;
}

static bool next_tile(const struct rowwise_run* run, struct tile* tile) {
    struct tile next = *tile;
    ++next.number;
    next.col += run->rowwise->plan.tile_cols;
    if (next.col >= run->rowwise->shape.cols) {
        next.col = 0;
        if (pools(run))
            ++next.sequence;
        else
            next.row += run->rowwise->plan.tile_rows;
    }
    if (next.row >= run->rowwise->shape.rows || next.sequence >= run->layer->workload->header->sequence_count)
        return false;
    *tile = tile_at(run, next);
    return true;
}

static struct pool_slot* load_operand(struct rowwise_run* run, const struct tile* tile, struct pool* pool,
                                      const struct matrix* matrix) {
    struct pool_slot* slot = pool_replace(pool, tile->number + 1u);
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
    const uint64_t row = (uint64_t)tile->sequence * run->layer->workload->header->seq + tile->row;
    const uint32_t bytes = tile->cols * matrix->element_bytes;
    const struct dma_block block = {.source = matrix->address + row * matrix->stride +
                                              (uint64_t)tile->col * matrix->element_bytes,
                                    .destination = slot->address,
                                    .row_bytes = bytes,
                                    .rows = tile->rows,
                                    .source_stride = matrix->stride,
                                    .destination_stride = bytes};
    slot->ready[0] = dma_copy(dma_queue(DMA_LOADS), &block, layer_tag(run->layer, tile->number), &free, 1);
    return slot;
}

static struct operands load(struct rowwise_run* run, const struct tile* tile) {
    struct operands operands = {load_operand(run, tile, &run->a, &run->layer->a), 0};
    if (run->rowwise->shape.b_bytes != 0) operands.b = load_operand(run, tile, &run->b, &run->layer->b);
    return operands;
}

static void compute(struct rowwise_run* run, const struct tile* tile, const struct operands* operands) {
    const struct layer* layer = run->layer;
    struct pool_slot* y = pool_replace(&run->y, tile->number + 1u);
    const struct token no_b = {0, 0};
    const struct dependency waits[] = {{run->params, STAVP_WAIT_WEIGHTS},
                                       {operands->a->ready[0], STAVP_WAIT_ACTIVATIONS},
                                       {operands->b ? operands->b->ready[0] : no_b, STAVP_WAIT_ACTIVATIONS},
                                       {y->released, STAVP_WAIT_OUTPUT_SPACE}};
    struct stavp_vector_descriptor* vector =
        &queue_begin(QUEUE_VECTOR, &run->operation, VECTOR_WORDS, layer_tag(layer, tile->number), waits, 4)->vector;
    vector->a = operands->a->address;
    vector->b = operands->b ? operands->b->address : 0;
    vector->y = y->address;
    vector->rows = tile->rows;
    vector->cols = tile->cols;
    vector->a_stride = tile->cols * layer->a.element_bytes;
    vector->b_stride = operands->b ? tile->cols * layer->b.element_bytes : 0;
    const uint32_t y_bytes = tile->cols * layer->y.element_bytes;
    vector->y_stride = y_bytes;
    if (pools(run)) {
        vector->mult0 = sequence_of(run, tile)->pool_mult;
        vector->shift0 = sequence_of(run, tile)->pool_shift;
        vector->valid = tile->rows;
    }
    const struct token done = queue_submit(QUEUE_VECTOR);
    operands->a->released = done;
    if (operands->b) operands->b->released = done;
    const struct dependency finished = {done, STAVP_WAIT_DEPENDENCY};
    const uint64_t row = pools(run) ? tile->sequence : tile->row;
    const struct dma_block block = {.source = y->address,
                                    .destination = layer->y.address + row * layer->y.stride +
                                                   (uint64_t)tile->col * layer->y.element_bytes,
                                    .row_bytes = y_bytes,
                                    .rows = pools(run) ? 1 : tile->rows,
                                    .source_stride = y_bytes,
                                    .destination_stride = layer->y.stride};
    y->released = dma_copy(dma_queue(DMA_STORES), &block, layer_tag(layer, tile->number), &finished, 1);
}

static void load_params(struct rowwise_run* run) {
    const uint32_t bytes = run->rowwise->shape.param_bytes;
    const uint32_t base = run->layer->machine->buffer_base[run->rowwise->plan.param_buffer];
    if (bytes == 0) return;
    const struct dma_block block = {.source = run->rowwise->params,
                                    .destination = base,
                                    .row_bytes = bytes,
                                    .rows = 1,
                                    .source_stride = bytes,
                                    .destination_stride = bytes};
    run->params = dma_copy(dma_queue(DMA_LOADS), &block, layer_tag(run->layer, 0), 0, 0);
    run->operation.vector.params = base;
    run->operation.vector.params2 = base + run->rowwise->param2_offset;
}

void rowwise_issue(const struct layer* layer) {
    const struct rowwise_layer* rowwise = &layer->rowwise;
    const struct rowwise_plan* plan = &rowwise->plan;
    const uint32_t* base = layer->machine->buffer_base;
    struct rowwise_run run; /* not zeroed as a whole: the pools are large */
    run.layer = layer;
    run.rowwise = rowwise;
    run.params = (struct token){0, 0};
    run.operation.vector = (struct stavp_vector_descriptor){.header = {.opcode = rowwise->opcode},
                                                            .a_type = (uint8_t)layer->a.type,
                                                            .b_type = (uint8_t)layer->b.type,
                                                            .y_type = (uint8_t)layer->y.type,
                                                            .mult0 = layer->entry->mult0,
                                                            .mult1 = layer->entry->mult1,
                                                            .shift0 = layer->entry->shift0,
                                                            .eps_q = layer->entry->eps_q};
    pool_init(&run.a, base[BUFFER_INPUT], plan->a_slot_bytes, plan->slots);
    pool_init(&run.b, base[BUFFER_INTERMEDIATE], plan->b_slot_bytes, plan->slots);
    pool_init(&run.y, base[BUFFER_OUTPUT], plan->y_slot_bytes, plan->slots);
    dma_set_share(DMA_HALF_STORES);
    load_params(&run);
    struct {
        struct tile tile;
        struct operands operands;
    } loaded[PLAN_ROWWISE_SLOTS_MAX];
    const uint32_t ahead = plan->slots > 1 ? plan->slots - 1u : 1u;
    struct tile tile = tile_at(&run, (struct tile){.number = 0});
    uint32_t loads = 0;
    uint32_t computed = 0;
    bool more = true;
    while (more || computed < loads) {
        while (more && loads - computed < ahead) {
            loaded[loads % PLAN_ROWWISE_SLOTS_MAX].operands = load(&run, &tile);
            loaded[loads++ % PLAN_ROWWISE_SLOTS_MAX].tile = tile;
            more = next_tile(&run, &tile);
            if (computed == 0) queue_flush();
        }
        compute(&run, &loaded[computed % PLAN_ROWWISE_SLOTS_MAX].tile,
                &loaded[computed % PLAN_ROWWISE_SLOTS_MAX].operands);
        ++computed;
        queue_flush();
    }
}
