/* Issues a matrix product. One step = one product of an x tile with a w tile. Loads of step i + 1 are issued before
 * the product and the store of step i, so that they lie ahead of them even where one channel carries everything. */
#include "firmware/drivers/dma.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/pool.h"
#include "firmware/scheduler/units.h"

#include <stddef.h>

/* A product of one x tile with one w tile. */
struct step {
    uint32_t row, col, k;            /* first element */
    uint32_t m_tile, n_tile, k_tile; /* the same, counted in tiles */
    uint32_t block;                  /* first column of the block of columns that is worked on */
    uint32_t rows, cols, depth;      /* extent: smaller than the plan's at the matrix's edges */
    uint32_t value_bytes, map_bytes; /* of one weight row over `depth` */
    bool last_k;
};

/* The loads of so many tiles get a doorbell of their own: at the layer's start the engines wait for each command. */
#define TILES_AT_ONCE 2u

struct gemm_run {
    struct layer* layer;
    const struct gemm_layer* gemm;
    struct pool x, w, y, residual;
    struct token table;
    union command product; /* prototype */
    uint32_t k_tiles;
    uint32_t value_bytes, map_bytes; /* of one weight row over the plan's kt */
    uint32_t tile;                   /* steps issued */
    uint32_t loads;                  /* steps loaded */
    uint32_t tag;
    uint32_t psum; /* address of the partial sums */
    bool first_load;
    bool x_arrives;  /* x's place is being filled by another engine */
    bool y_in_parts; /* another engine reads y's place row by row */
};

/* Operands of a step once their loads are issued; NULL: on chip as a whole. */
struct operands {
    struct pool_slot *x, *w, *residual;
    bool fresh_x; /* first use of a tile that arrives in parts */
};

/* Rows that one product takes. */
struct part {
    uint32_t first, rows; /* in the step */
    uint32_t number;      /* of the x tile's parts */
};

static bool next_row(const struct gemm_run* run, struct step* step) {
    step->row += run->gemm->plan.mt;
    ++step->m_tile;
    if (step->row < run->gemm->shape.m) return true;
    step->row = 0;
    step->m_tile = 0;
    return false;
}

/* Columns of the block, then the reduction, then the next block, then rows. */
static bool next_in_rows(const struct gemm_run* run, struct step* step) {
    const struct gemm_plan* plan = &run->gemm->plan;
    const uint32_t n = run->gemm->shape.n;
    const uint32_t block_end = n - step->block < plan->nb ? n : step->block + plan->nb;
    step->col += plan->nt;
    ++step->n_tile;
    if (step->col < block_end) return true;
    if (++step->k_tile < run->k_tiles) {
        step->n_tile -= div_up(block_end - step->block, plan->nt);
        step->col = step->block;
        step->k += plan->kt;
        return true;
    }
    step->k = 0;
    step->k_tile = 0;
    step->col = step->block = block_end;
    if (step->col < n) return true;
    step->col = step->block = 0;
    step->n_tile = 0;
    return next_row(run, step);
}

static bool next_position(const struct gemm_run* run, struct step* step) {
    if (!run->gemm->plan.w_outer) return next_in_rows(run, step);
    if (next_row(run, step)) return true;
    step->col += run->gemm->plan.nt;
    ++step->n_tile;
    return step->col < run->gemm->shape.n;
}

static void measure(const struct gemm_run* run, struct step* step) {
    const struct gemm_shape* shape = &run->gemm->shape;
    const struct gemm_plan* plan = &run->gemm->plan;
    step->rows = min_u32(plan->mt, shape->m - step->row);
    step->cols = min_u32(plan->nt, shape->n - step->col);
    step->depth = plan->kt;
    step->value_bytes = run->value_bytes;
    step->map_bytes = run->map_bytes;
    step->last_k = step->k_tile + 1u == run->k_tiles;
    if (step->last_k && step->k != 0) {
        step->depth = shape->k - step->k;
        step->value_bytes = gemm_value_bytes(shape, step->depth);
        step->map_bytes = gemm_map_bytes(shape, step->depth);
    }
}

static bool next_step(const struct gemm_run* run, struct step* step) {
    if (!next_position(run, step)) return false;
    measure(run, step);
    return true;
}

/* A number for a tile, never POOL_EMPTY. */
static uint32_t content_id(const struct gemm_run* run, uint32_t outer_tile, const struct step* step) {
    return outer_tile * run->k_tiles + step->k_tile + 1u;
}

static void order_loads_after(const struct queue_mark* mark, uint32_t cause) {
    for (uint32_t i = 0; i < dma_channels[DMA_LOADS].count; ++i)
        queue_order_after(QUEUE_DMA0 + dma_channels[DMA_LOADS].first + i, mark, cause);
}

static void load_x(struct gemm_run* run, const struct step* step, struct pool_slot* slot) {
    const struct matrix* a = &run->layer->a;
    /* Only the layer's first tile comes in parts: nothing is computed before it. */
    const uint32_t part_rows = run->first_load ? run->gemm->plan.x_chunk : step->rows;
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
    if (run->first_load) order_loads_after(&run->layer->before_inputs, STAVP_WAIT_DEPENDENCY);
    run->first_load = false;
    slot->parts = 0;
    for (uint32_t row = 0; row < step->rows; row += part_rows) {
        const struct dma_block block = {.source = a->address + (step->row + row) * a->stride + step->k,
                                        .destination = slot->address + row * step->depth,
                                        .row_bytes = step->depth,
                                        .rows = min_u32(part_rows, step->rows - row),
                                        .source_stride = a->stride,
                                        .destination_stride = step->depth};
        slot->ready[slot->parts++] = dma_copy(dma_queue(DMA_LOADS), &block, run->tag, &free, 1);
    }
}

/* Brings all of x to its place, as many array heights at a time as a chunk has; from chunk `from` to `to`. */
static void load_place(struct gemm_run* run, uint32_t from, uint32_t to) {
    struct place* place = run->layer->a_place;
    const struct matrix* a = &run->layer->a;
    for (uint32_t i = from; i < to && i * place->chunk_rows < place->rows; ++i) {
        const uint32_t row = i * place->chunk_rows;
        const struct dma_block block = {.source = a->address + row * a->stride,
                                        .destination = place->address + row * place->stride,
                                        .row_bytes = place->stride,
                                        .rows = min_u32(place->chunk_rows, place->rows - row),
                                        .source_stride = a->stride,
                                        .destination_stride = place->stride};
        place->ready[i] = dma_copy(dma_queue(DMA_LOADS), &block, run->tag, 0, 0);
    }
}

static void load_residual(struct gemm_run* run, const struct step* step, struct pool_slot* slot) {
    const struct matrix* b = &run->layer->b;
    const uint32_t queue = dma_queue(DMA_LOADS);
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
    const uint32_t bytes = step->cols * b->element_bytes;
    const struct dma_block block = {.source =
                                        b->address + step->row * b->stride + (uint64_t)step->col * b->element_bytes,
                                    .destination = slot->address,
                                    .row_bytes = bytes,
                                    .rows = step->rows,
                                    .source_stride = b->stride,
                                    .destination_stride = bytes};
    queue_order_after(queue, &run->layer->before_residuals, STAVP_WAIT_DEPENDENCY);
    slot->ready[0] = dma_copy(queue, &block, run->tag, &free, 1);
}

static void load_w(struct gemm_run* run, const struct step* step, struct pool_slot* slot) {
    const struct gemm_layer* gemm = run->gemm;
    const uint32_t queue = dma_queue(DMA_LOADS);
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
    if (step->last_k) {
        const uint32_t bytes = step->cols * PLAN_CHANNEL_BYTES;
        const struct dma_block block = {.source = gemm->channels + (uint64_t)step->col * PLAN_CHANNEL_BYTES,
                                        .destination = slot->address,
                                        .row_bytes = bytes,
                                        .rows = 1,
                                        .source_stride = bytes,
                                        .destination_stride = bytes};
        dma_copy(queue, &block, run->tag, &free, 1);
    }
    if (gemm->shape.pattern_n != 0) {
        const struct dma_block block = {.source = gemm->map + step->col * gemm->map_stride +
                                                  (uint64_t)step->k_tile * run->map_bytes,
                                        .destination = slot->address + gemm->plan.w_map_offset,
                                        .row_bytes = step->map_bytes,
                                        .rows = step->cols,
                                        .source_stride = gemm->map_stride,
                                        .destination_stride = step->map_bytes};
        dma_copy(queue, &block, run->tag, &free, 1);
    }
    const struct dma_block block = {.source = gemm->values + step->col * gemm->values_stride +
                                              (uint64_t)step->k_tile * run->value_bytes,
                                    .destination = slot->address + gemm->plan.w_values_offset,
                                    .row_bytes = step->value_bytes,
                                    .rows = step->cols,
                                    .source_stride = gemm->values_stride,
                                    .destination_stride = step->value_bytes};
    slot->ready[0] = dma_copy(queue, &block, run->tag, &free, 1);
}

static struct operands load(struct gemm_run* run, const struct step* step) {
    struct operands operands = {NULL, NULL, NULL, false};
    const uint32_t w = content_id(run, step->n_tile, step);
    operands.w = pool_find(&run->w, w);
    if (operands.w == NULL) {
        operands.w = pool_replace(&run->w, w);
        load_w(run, step, operands.w);
    }
    if (run->layer->a_place != NULL) {
        operands.fresh_x = step->n_tile == 0 && step->k == 0;
    } else {
        const uint32_t x = content_id(run, step->m_tile, step);
        operands.x = pool_find(&run->x, x);
        if (operands.x == NULL) {
            operands.x = pool_replace(&run->x, x);
            load_x(run, step, operands.x);
            operands.fresh_x = true;
        }
    }
    if (step->last_k && run->gemm->plan.residual_slots != 0) {
        operands.residual = pool_replace(&run->residual, run->loads + 1u);
        load_residual(run, step, operands.residual);
    }
    ++run->loads;
    return operands;
}

/* What the output stage does after requantisation. */
static void second_stage(const struct gemm_run* run, const struct step* step, const struct operands* operands,
                         const struct part* part, struct stavp_sta_descriptor* sta) {
    const struct gemm_layer* gemm = run->gemm;
    if (gemm->look_up) sta->operand2 = gemm->table_address;
    if (!gemm->sum) return;
    const struct place* b = run->layer->b_place;
    const uint32_t bytes = run->layer->b.element_bytes;
    const uint32_t row = step->row + part->first;
    sta->operand2_stride = b != NULL ? b->stride : step->cols * bytes;
    sta->operand2 = b != NULL ? b->address + row * b->stride + step->col * bytes
                              : operands->residual->address + part->first * sta->operand2_stride;
    sta->product_mult = gemm->product_mult;
    sta->residual_mult = gemm->residual_mult;
    sta->sum_shift = (uint8_t)gemm->sum_shift;
    sta->product_type = (uint8_t)gemm->product_type;
    sta->residual_type = (uint8_t)run->layer->b.type;
}

/* Everything that a product of these rows waits for. */
static uint32_t waits_of(const struct gemm_run* run, const struct step* step, const struct operands* operands,
                         const struct pool_slot* y, const struct part* part, struct dependency* waits) {
    const struct layer* layer = run->layer;
    uint32_t count = 0;
    waits[count++] = (struct dependency){operands->w->ready[0], STAVP_WAIT_WEIGHTS};
    if (operands->x != NULL)
        waits[count++] = (struct dependency){operands->x->ready[part->number], STAVP_WAIT_ACTIVATIONS};
    else
        count = place_waits(layer->a_place, step->row + part->first, part->rows, STAVP_WAIT_ACTIVATIONS, waits, count);
    if (!step->last_k) return count;
    if (y != NULL) waits[count++] = (struct dependency){y->released, STAVP_WAIT_OUTPUT_SPACE};
    if (run->gemm->look_up) waits[count++] = (struct dependency){run->table, STAVP_WAIT_WEIGHTS};
    if (operands->residual != NULL)
        waits[count++] = (struct dependency){operands->residual->ready[0], STAVP_WAIT_ACTIVATIONS};
    else if (layer->b_place != NULL)
        count = place_waits(layer->b_place, step->row + part->first, part->rows, STAVP_WAIT_ACTIVATIONS, waits, count);
    return count;
}

#define WAITS_MAX (4u + 2u * PLACE_CHUNKS_MAX)

/* The product of some rows of a step. */
static struct token multiply(struct gemm_run* run, const struct step* step, const struct operands* operands,
                             const struct pool_slot* y, const struct part* part) {
    const struct gemm_plan* plan = &run->gemm->plan;
    const struct place* a_place = run->layer->a_place;
    const struct place* y_place = run->layer->y_place;
    struct dependency waits[WAITS_MAX];
    const uint32_t count = waits_of(run, step, operands, y, part, waits);
    struct stavp_sta_descriptor* sta =
        &queue_begin(QUEUE_STA, &run->product, QUEUE_HEADER_WORDS, run->tag, waits, count)->sta;
    if (a_place != NULL) {
        sta->x = a_place->address + (step->row + part->first) * a_place->stride + step->k;
        sta->x_stride = a_place->stride;
    } else {
        sta->x = operands->x->address + part->first * step->depth;
        sta->x_stride = step->depth;
    }
    sta->w = operands->w->address + plan->w_values_offset;
    sta->map = operands->w->address + plan->w_map_offset;
    sta->params = operands->w->address;
    sta->m = part->rows;
    sta->n = step->cols;
    sta->k = step->depth;
    sta->w_stride = step->value_bytes;
    sta->map_stride = step->map_bytes;
    sta->pattern_n = run->product.sta.pattern_n;
    sta->pattern_m = run->product.sta.pattern_m;
    sta->positions = run->product.sta.positions;
    if (plan->psum_bytes != 0) {
        sta->psum_stride = plan->nb * 4u;
        sta->psum = run->psum + part->first * sta->psum_stride + (step->col - step->block) * 4u;
        if (step->k != 0) sta->header.flags |= STAVP_STA_PSUM_IN;
    }
    if (step->last_k) {
        const uint32_t bytes = run->layer->y.element_bytes;
        sta->y_type = run->product.sta.y_type;
        sta->y_stride = y_place != NULL ? y_place->stride : step->cols * bytes;
        sta->y = y_place != NULL ? y_place->address + (step->row + part->first) * y_place->stride + step->col * bytes
                                 : y->address + part->first * sta->y_stride;
        second_stage(run, step, operands, part, sta);
    } else {
        sta->header.flags &= ~(uint32_t)(STAVP_STA_RELU | STAVP_STA_LUT | STAVP_STA_RESIDUAL);
        sta->y_type = STAVP_I32;
        sta->y_stride = sta->psum_stride;
        sta->y = sta->psum;
    }
    return queue_submit(QUEUE_STA);
}

static void store(struct gemm_run* run, const struct step* step, struct pool_slot* slot, struct token product) {
    const struct matrix* y = &run->layer->y;
    const struct place* place = run->layer->y_place;
    const uint32_t bytes = step->cols * y->element_bytes;
    const struct dependency done = {product, STAVP_WAIT_DEPENDENCY};
    const uint64_t source =
        place != NULL ? place->address + step->row * place->stride + step->col * y->element_bytes : slot->address;
    const struct dma_block block = {.source = source,
                                    .destination =
                                        y->address + step->row * y->stride + (uint64_t)step->col * y->element_bytes,
                                    .row_bytes = bytes,
                                    .rows = step->rows,
                                    .source_stride = place != NULL ? place->stride : bytes,
                                    .destination_stride = y->stride};
    const struct token stored = dma_copy(dma_queue(DMA_STORES), &block, run->tag, &done, 1);
    if (slot != NULL) slot->released = stored;
}

/* In how many rows at a time a step is worked on: x may arrive in parts, and whoever reads y row by row gets the last
 * columns in parts. */
static uint32_t part_rows(const struct gemm_run* run, const struct step* step, const struct operands* operands) {
    const struct layer* layer = run->layer;
    uint32_t rows = step->rows;
    if (operands->fresh_x && operands->x != NULL && operands->x->parts > 1) rows = run->gemm->plan.x_chunk;
    if (operands->fresh_x && layer->a_place != NULL && run->x_arrives) rows = min_u32(rows, layer->a_place->chunk_rows);
    if (run->y_in_parts && step->last_k && step->col + step->cols == run->gemm->shape.n && operands->x == NULL)
        rows = min_u32(rows, layer->y_place->chunk_rows);
    return rows;
}

/* The result of a step: where it is, and when. */
struct result {
    struct pool_slot* slot; /* NULL: in y's place, or a partial sum */
    struct token done;
};

static struct result compute(struct gemm_run* run, const struct step* step, const struct operands* operands) {
    struct layer* layer = run->layer;
    struct result result = {step->last_k && layer->y_place == NULL ? pool_replace(&run->y, run->tile + 1u) : NULL,
                            {0, 0}};
    const uint32_t at_once = part_rows(run, step, operands);
    struct part part = {0, 0, 0};
    for (; part.first < step->rows; part.first += at_once, ++part.number) {
        part.rows = min_u32(at_once, step->rows - part.first);
        result.done = multiply(run, step, operands, result.slot, &part);
        if (step->last_k && layer->y_place != NULL)
            place_written(layer->y_place, step->row + part.first, part.rows, result.done);
        if (run->tile == 0) queue_flush();
    }
    if (operands->x != NULL) operands->x->released = result.done;
    operands->w->released = result.done;
    if (operands->residual != NULL) operands->residual->released = result.done;
    return result;
}

static void load_table(struct gemm_run* run) {
    if (!run->gemm->look_up) return;
    const struct dma_block block = {.source = run->gemm->table,
                                    .destination = run->gemm->table_address,
                                    .row_bytes = STA_TABLE_BYTES,
                                    .rows = 1,
                                    .source_stride = STA_TABLE_BYTES,
                                    .destination_stride = STA_TABLE_BYTES};
    run->table = dma_copy(dma_queue(DMA_LOADS), &block, run->tag, 0, 0);
}

static bool from_other_engine(const struct place* place) {
    return place->ready[0].queue != QUEUE_STA && place->ready[0].sequence != 0;
}

void gemm_issue(struct layer* layer) {
    const struct gemm_layer* gemm = &layer->gemm;
    const struct gemm_plan* plan = &gemm->plan;
    const struct machine* machine = &layer->machine;
    struct gemm_run run; /* not zeroed as a whole: the pools are large */
    run.layer = layer;
    run.gemm = gemm;
    run.tile = 0;
    run.tag = layer_tag(layer, 0);
    run.psum = machine->buffer_base[BUFFER_INTERMEDIATE];
    run.loads = 0;
    run.table = (struct token){0, 0};
    run.first_load = true;
    run.k_tiles = div_up(gemm->shape.k, plan->kt);
    run.value_bytes = gemm_value_bytes(&gemm->shape, plan->kt);
    run.map_bytes = gemm_map_bytes(&gemm->shape, plan->kt);
    run.product.sta = (struct stavp_sta_descriptor){.header = {.opcode = STAVP_OP_STA_MATMUL, .flags = gemm->flags},
                                                    .pattern_n = (uint8_t)gemm->shape.pattern_n,
                                                    .pattern_m = (uint8_t)gemm->shape.pattern_m,
                                                    .y_type = (uint8_t)layer->y.type,
                                                    .positions = gemm->shape.indexed ? STAVP_POSITIONS_INDEX
                                                                                     : STAVP_POSITIONS_BITMAP};
    pool_init(&run.x, machine->buffer_base[BUFFER_INPUT], plan->x_slot_bytes, plan->x_slots);
    pool_init(&run.w, machine->buffer_base[BUFFER_WEIGHT] + plan->w_offset, plan->w_slot_bytes, plan->w_slots);
    pool_init(&run.residual, machine->buffer_base[BUFFER_INTERMEDIATE] + plan->residual_offset,
              plan->residual_slot_bytes, plan->residual_slots);
    pool_init(&run.y, machine->buffer_base[BUFFER_OUTPUT], plan->y_slot_bytes, plan->y_slots);
    dma_set_share(DMA_MOSTLY_LOADS);
    /* Work of the step at hand and of the next one, in turn. */
    struct {
        struct step step;
        struct operands operands;
    } work[2];
    work[0].step = (struct step){.row = 0};
    measure(&run, &work[0].step);
    if (layer->load_a) {
        order_loads_after(&layer->before_inputs, STAVP_WAIT_DEPENDENCY);
        load_place(&run, 0, 1);
        queue_flush();
    }
    order_loads_after(&layer->before_weights, STAVP_WAIT_OUTPUT_SPACE);
    work[0].operands = load(&run, &work[0].step);
    queue_flush();
    if (layer->load_a) load_place(&run, 1, PLACE_CHUNKS_MAX);
    load_table(&run);
    queue_order_after(QUEUE_STA, &layer->before_results, STAVP_WAIT_OUTPUT_SPACE);
    run.x_arrives = layer->a_place != NULL && from_other_engine(layer->a_place);
    run.y_in_parts = layer->y_place != NULL && layer_read_by_rows(layer);
    for (bool more = true; more;) {
        const uint32_t now = run.tile % 2u;
        const uint32_t next = 1u - now;
        struct result result = {NULL, {0, 0}};
        /* At the layer's start the array waits for each command. */
        if (run.tile == 0) result = compute(&run, &work[now].step, &work[now].operands);
        work[next].step = work[now].step;
        more = next_step(&run, &work[next].step);
        if (more) work[next].operands = load(&run, &work[next].step);
        if (run.tile < TILES_AT_ONCE) queue_flush();
        if (run.tile != 0) result = compute(&run, &work[now].step, &work[now].operands);
        if (work[now].step.last_k) store(&run, &work[now].step, result.slot, result.done);
        queue_flush();
        run.tag = layer_tag(layer, ++run.tile);
    }
}
