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
    const struct layer* layer;
    const struct gemm_layer* gemm;
    struct pool x, w, y;
    union command product; /* prototype */
    uint32_t k_tiles;
    uint32_t value_bytes, map_bytes; /* of one weight row over the plan's kt */
    uint32_t tile;                   /* steps issued */
    uint32_t tag;
    uint32_t psum; /* address of the partial sums */
    bool first_load;
};

/* Operands of a step once their loads are issued. */
struct operands {
    struct pool_slot *x, *w;
    bool fresh_x; /* first use of a tile that arrives in parts */
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

static void load_x(struct gemm_run* run, const struct step* step, struct pool_slot* slot) {
    const struct matrix* a = &run->layer->a;
    /* Only the layer's first tile comes in parts: nothing is computed before it. */
    const uint32_t part_rows = run->first_load ? run->gemm->plan.x_chunk : step->rows;
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
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
    struct operands operands = {NULL, NULL, false};
    const uint32_t x = content_id(run, step->m_tile, step);
    const uint32_t w = content_id(run, step->n_tile, step);
    operands.w = pool_find(&run->w, w);
    if (operands.w == NULL) {
        operands.w = pool_replace(&run->w, w);
        load_w(run, step, operands.w);
    }
    operands.x = pool_find(&run->x, x);
    if (operands.x == NULL) {
        operands.x = pool_replace(&run->x, x);
        load_x(run, step, operands.x);
        operands.fresh_x = true;
    }
    return operands;
}

/* The product of `rows` rows from `first` on, which need part `part` of the x tile. */
static struct token multiply(struct gemm_run* run, const struct step* step, const struct operands* operands,
                             const struct pool_slot* y, uint32_t first, uint32_t rows, uint32_t part) {
    const struct gemm_plan* plan = &run->gemm->plan;
    const struct dependency waits[] = {{operands->w->ready[0], STAVP_WAIT_WEIGHTS},
                                       {operands->x->ready[part], STAVP_WAIT_ACTIVATIONS},
                                       {y != NULL ? y->released : (struct token){0, 0}, STAVP_WAIT_OUTPUT_SPACE}};
    struct stavp_sta_descriptor* sta =
        &queue_begin(QUEUE_STA, &run->product, QUEUE_HEADER_WORDS, run->tag, waits, 3)->sta;
    sta->x = operands->x->address + first * step->depth;
    sta->w = operands->w->address + plan->w_values_offset;
    sta->map = operands->w->address + plan->w_map_offset;
    sta->params = operands->w->address;
    sta->m = rows;
    sta->n = step->cols;
    sta->k = step->depth;
    sta->x_stride = step->depth;
    sta->w_stride = step->value_bytes;
    sta->map_stride = step->map_bytes;
    sta->pattern_n = run->product.sta.pattern_n;
    sta->pattern_m = run->product.sta.pattern_m;
    sta->positions = run->product.sta.positions;
    if (plan->psum_bytes != 0) {
        sta->psum_stride = plan->nb * 4u;
        sta->psum = run->psum + first * sta->psum_stride + (step->col - step->block) * 4u;
        if (step->k != 0) sta->header.flags |= STAVP_STA_PSUM_IN;
    }
    if (y != NULL) {
        sta->y_type = run->product.sta.y_type;
        sta->y_stride = step->cols * run->layer->y.element_bytes;
        sta->y = y->address + first * sta->y_stride;
    } else {
        sta->header.flags &= ~(uint32_t)STAVP_STA_RELU;
        sta->y_type = STAVP_I32;
        sta->y_stride = sta->psum_stride;
        sta->y = sta->psum;
    }
    return queue_submit(QUEUE_STA);
}

static void store(struct gemm_run* run, const struct step* step, struct pool_slot* slot, struct token product) {
    const struct matrix* y = &run->layer->y;
    const uint32_t bytes = step->cols * y->element_bytes;
    const struct dependency done = {product, STAVP_WAIT_DEPENDENCY};
    const struct dma_block block = {.source = slot->address,
                                    .destination =
                                        y->address + step->row * y->stride + (uint64_t)step->col * y->element_bytes,
                                    .row_bytes = bytes,
                                    .rows = step->rows,
                                    .source_stride = bytes,
                                    .destination_stride = y->stride};
    slot->released = dma_copy(dma_queue(DMA_STORES), &block, run->tag, &done, 1);
}

static void compute(struct gemm_run* run, const struct step* step, const struct operands* operands) {
    struct pool_slot* y = step->last_k ? pool_replace(&run->y, run->tile + 1u) : NULL;
    const uint32_t parts = operands->fresh_x ? operands->x->parts : 1;
    const uint32_t part_rows = parts > 1 ? run->gemm->plan.x_chunk : step->rows;
    struct token product = {0, 0};
    for (uint32_t part = 0; part < parts; ++part) {
        const uint32_t first = part * part_rows;
        product = multiply(run, step, operands, y, first, min_u32(part_rows, step->rows - first), part);
    }
    operands->x->released = product;
    operands->w->released = product;
    if (y != NULL) store(run, step, y, product);
}

void gemm_issue(const struct layer* layer) {
    const struct gemm_layer* gemm = &layer->gemm;
    const struct gemm_plan* plan = &gemm->plan;
    const struct machine* machine = layer->machine;
    struct gemm_run run; /* not zeroed as a whole: the pools are large */
    run.layer = layer;
    run.gemm = gemm;
    run.tile = 0;
    run.tag = layer_tag(layer, 0);
    run.psum = machine->buffer_base[BUFFER_INTERMEDIATE];
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
    pool_init(&run.w, machine->buffer_base[BUFFER_WEIGHT], plan->w_slot_bytes, plan->w_slots);
    pool_init(&run.y, machine->buffer_base[BUFFER_OUTPUT], plan->y_slot_bytes, plan->y_slots);
    dma_set_share(DMA_MOSTLY_LOADS);
    /* Work of the step at hand and of the next one, in turn. */
    struct {
        struct step step;
        struct operands operands;
    } work[2];
    work[0].step = (struct step){.row = 0};
    measure(&run, &work[0].step);
    work[0].operands = load(&run, &work[0].step);
    for (bool more = true; more;) {
        const uint32_t now = run.tile % 2u;
        const uint32_t next = 1u - now;
        work[next].step = work[now].step;
        more = next_step(&run, &work[next].step);
        if (more) work[next].operands = load(&run, &work[next].step);
        if (run.tile < TILES_AT_ONCE) queue_flush();
        compute(&run, &work[now].step, &work[now].operands);
        queue_flush();
        run.tag = layer_tag(layer, ++run.tile);
    }
}
