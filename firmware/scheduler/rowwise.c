/* Issues the vector unit's layers: tiles stream through load, operation, store. */
#include "firmware/drivers/dma.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/pool.h"
#include "firmware/scheduler/units.h"

#include <stddef.h>

struct tile {
    uint32_t row, col, rows, cols; /* of the result, or of one sequence's rows for MEANPOOL */
    uint32_t sequence;             /* MEANPOOL */
    uint32_t number;
};

struct rowwise_run {
    struct layer* layer;
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
    const struct layer* layer = run->layer;
    struct operands operands = {NULL, NULL};
    if (layer->a_place == NULL) operands.a = load_operand(run, tile, &run->a, &layer->a);
    if (run->rowwise->shape.b_bytes != 0 && layer->b_place == NULL)
        operands.b = load_operand(run, tile, &run->b, &layer->b);
    return operands;
}

/* Where a tile of an operand or result lies, and its row stride. */
struct on_chip {
    uint32_t address, stride;
};

static struct on_chip locate(const struct place* place, const struct pool_slot* slot, uint32_t row,
                             const struct tile* tile, uint32_t element_bytes) {
    if (place != NULL)
        return (struct on_chip){place->address + row * place->stride + tile->col * element_bytes, place->stride};
    if (slot != NULL) return (struct on_chip){slot->address, tile->cols * element_bytes};
    return (struct on_chip){0, 0};
}

static uint32_t operand_waits(const struct place* place, const struct pool_slot* slot, uint32_t row, uint32_t rows,
                              struct dependency* waits, uint32_t count) {
    if (place != NULL) return place_waits(place, row, rows, STAVP_WAIT_ACTIVATIONS, waits, count);
    if (slot != NULL) waits[count++] = (struct dependency){slot->ready[0], STAVP_WAIT_ACTIVATIONS};
    return count;
}

#define WAITS_MAX (2u + 2u * PLACE_CHUNKS_MAX)

static void store(struct rowwise_run* run, const struct tile* tile, struct pool_slot* slot, struct on_chip from,
                  struct token done) {
    const struct matrix* y = &run->layer->y;
    const struct dependency finished = {done, STAVP_WAIT_DEPENDENCY};
    const uint64_t row = pools(run) ? tile->sequence : tile->row;
    const struct dma_block block = {.source = from.address,
                                    .destination =
                                        y->address + row * y->stride + (uint64_t)tile->col * y->element_bytes,
                                    .row_bytes = tile->cols * y->element_bytes,
                                    .rows = pools(run) ? 1 : tile->rows,
                                    .source_stride = from.stride,
                                    .destination_stride = y->stride};
    const struct token stored =
        dma_copy(dma_queue(DMA_STORES), &block, layer_tag(run->layer, tile->number), &finished, 1);
    if (slot != NULL) slot->released = stored;
}

static void compute(struct rowwise_run* run, const struct tile* tile, const struct operands* operands) {
    struct layer* layer = run->layer;
    struct pool_slot* slot = layer->y_place == NULL ? pool_replace(&run->y, tile->number + 1u) : NULL;
    const uint32_t in_row = tile->sequence * layer->workload->header->seq + tile->row;
    const uint32_t out_row = pools(run) ? tile->sequence : tile->row;
    struct dependency waits[WAITS_MAX];
    uint32_t count = 0;
    waits[count++] = (struct dependency){run->params, STAVP_WAIT_WEIGHTS};
    count = operand_waits(layer->a_place, operands->a, in_row, tile->rows, waits, count);
    count = operand_waits(layer->b_place, operands->b, in_row, tile->rows, waits, count);
    if (slot != NULL) waits[count++] = (struct dependency){slot->released, STAVP_WAIT_OUTPUT_SPACE};
    struct stavp_vector_descriptor* vector =
        &queue_begin(QUEUE_VECTOR, &run->operation, VECTOR_WORDS, layer_tag(layer, tile->number), waits, count)->vector;
    const struct on_chip a = locate(layer->a_place, operands->a, in_row, tile, layer->a.element_bytes);
    const struct on_chip b = locate(layer->b_place, operands->b, in_row, tile, layer->b.element_bytes);
    const struct on_chip y = locate(layer->y_place, slot, out_row, tile, layer->y.element_bytes);
    vector->a = a.address;
    vector->b = b.address;
    vector->y = y.address;
    vector->rows = tile->rows;
    vector->cols = tile->cols;
    vector->a_stride = a.stride;
    vector->b_stride = b.stride;
    vector->y_stride = y.stride;
    if (pools(run)) {
        vector->mult0 = sequence_of(run, tile)->pool_mult;
        vector->shift0 = sequence_of(run, tile)->pool_shift;
        vector->valid = tile->rows;
    }
    const struct token done = queue_submit(QUEUE_VECTOR);
    if (operands->a != NULL) operands->a->released = done;
    if (operands->b != NULL) operands->b->released = done;
    if (layer->y_place != NULL) place_written(layer->y_place, out_row, pools(run) ? 1 : tile->rows, done);
    store(run, tile, slot, y, done);
}

static void load_params(struct rowwise_run* run) {
    const uint32_t bytes = run->rowwise->shape.param_bytes;
    const uint32_t base = run->layer->machine.buffer_base[run->rowwise->plan.param_buffer];
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

void rowwise_issue(struct layer* layer) {
    const struct rowwise_layer* rowwise = &layer->rowwise;
    const struct rowwise_plan* plan = &rowwise->plan;
    const uint32_t* base = layer->machine.buffer_base;
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
    /* Without loads, the channels that load stay free for the layer behind. */
    const bool loads_nothing = layer->a_place != NULL && (rowwise->shape.b_bytes == 0 || layer->b_place != NULL);
    dma_set_share(loads_nothing && !layer->is_last ? DMA_MOSTLY_LOADS : DMA_HALF_STORES);
    for (uint32_t i = 0; i < dma_channels[DMA_LOADS].count; ++i)
        queue_order_after(QUEUE_DMA0 + dma_channels[DMA_LOADS].first + i, &layer->before_weights,
                          STAVP_WAIT_OUTPUT_SPACE);
    load_params(&run);
    if (!loads_nothing)
        for (uint32_t i = 0; i < dma_channels[DMA_LOADS].count; ++i)
            queue_order_after(QUEUE_DMA0 + dma_channels[DMA_LOADS].first + i, &layer->before_inputs,
                              STAVP_WAIT_DEPENDENCY);
    queue_order_after(QUEUE_VECTOR, &layer->before_results, STAVP_WAIT_OUTPUT_SPACE);
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
