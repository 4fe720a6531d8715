/* Issues an attention layer. An item is a tile of query rows of one head; each has a front (scores, softmax, V
 * transposed) and a back (product with V, store). Pipelined: front of item i + 1 before back of item i, so that the
 * array works while the softmax unit does. */
#include "firmware/drivers/dma.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/pool.h"
#include "firmware/scheduler/units.h"

#include <stddef.h>

#define SCORE_BYTES 2u
/* The fronts of so many items get doorbells of their own: at the layer's start the engines wait for each command. */
#define ITEMS_AT_ONCE 2u

struct item {
    uint32_t sequence, head, row, rows;
    uint32_t number;
};

/* What the back of an item needs from its front. */
struct front {
    struct item item;
    struct pool_slot *p, *vt;
    bool live;
};

struct attention_run {
    struct layer* layer;
    const struct attention_shape* shape;
    const struct attention_plan* plan;
    struct pool q, k, v, vt, s, p, o;
    union command scores, softmax, transpose, context; /* prototypes */
    struct pool_slot* vt_of_head;
    struct pool_slot* k_of_head;
    uint32_t tiles; /* unique pool contents */
};

static uint32_t tag(const struct attention_run* run, const struct item* item) {
    return layer_tag(run->layer, item->number);
}

static bool whole_head(const struct attention_run* run) {
    return run->plan->keys >= run->shape->seq;
}

/* Where row `row` of part `part` (0 Q, 1 K, 2 V) of an item's head lies on chip. */
static uint32_t qkv_place(const struct attention_run* run, const struct item* item, uint32_t part, uint32_t row) {
    const struct place* place = run->layer->a_place;
    return place->address + (item->sequence * run->shape->seq + row) * place->stride + part * run->layer->y.cols +
           item->head * run->shape->head_dim;
}

/* Appends the waits for rows of an item's sequence in QKV's place. */
static uint32_t qkv_waits(const struct attention_run* run, const struct item* item, uint32_t row, uint32_t rows,
                          struct dependency* waits, uint32_t count) {
    return place_waits(run->layer->a_place, item->sequence * run->shape->seq + row, rows, STAVP_WAIT_ACTIVATIONS, waits,
                       count);
}

#define WAITS_MAX (3u + PLACE_CHUNKS_MAX)

static struct pool_slot* claim(struct attention_run* run, struct pool* pool) {
    return pool_replace(pool, ++run->tiles);
}

/* Where rows `row`.. of part `part` (0 Q, 1 K, 2 V) of an item's head lie in the packed activation. */
static uint64_t qkv_address(const struct attention_run* run, const struct item* item, uint32_t part, uint32_t row) {
    const struct matrix* a = &run->layer->a;
    const uint64_t rows = (uint64_t)item->sequence * run->shape->seq + row;
    return a->address + rows * a->stride + part * run->layer->y.cols + item->head * run->shape->head_dim;
}

static void load_part(struct attention_run* run, const struct item* item, struct pool_slot* slot, uint32_t part,
                      uint32_t row, uint32_t rows, uint32_t queue) {
    const struct dependency free = {slot->released, STAVP_WAIT_OUTPUT_SPACE};
    const struct dma_block block = {.source = qkv_address(run, item, part, row),
                                    .destination = slot->address,
                                    .row_bytes = run->shape->head_dim,
                                    .rows = rows,
                                    .source_stride = run->layer->a.stride,
                                    .destination_stride = run->shape->head_dim};
    slot->ready[0] = dma_copy(queue, &block, tag(run, item), &free, 1);
}

static struct pool_slot* load_k(struct attention_run* run, const struct item* item, uint32_t key, uint32_t keys) {
    if (run->layer->a_place != NULL) return NULL;
    struct pool_slot* k = claim(run, &run->k);
    load_part(run, item, k, 1, key, keys, dma_queue(DMA_LOADS));
    return k;
}

/* V block, transposed into the weight buffer: the array takes [out, in] = [head_dim, keys]. */
static struct pool_slot* load_v(struct attention_run* run, const struct item* item, uint32_t key, uint32_t keys) {
    const struct place* place = run->layer->a_place;
    struct pool_slot* v = place == NULL ? claim(run, &run->v) : NULL;
    struct pool_slot* vt = claim(run, &run->vt);
    struct dependency waits[WAITS_MAX];
    uint32_t count = 0;
    if (v != NULL) {
        load_part(run, item, v, 2, key, keys, dma_queue(DMA_LOADS));
        waits[count++] = (struct dependency){v->ready[0], STAVP_WAIT_ACTIVATIONS};
    } else {
        count = qkv_waits(run, item, key, keys, waits, count);
    }
    waits[count++] = (struct dependency){vt->released, STAVP_WAIT_OUTPUT_SPACE};
    struct stavp_vector_descriptor* vector =
        &queue_begin(QUEUE_VECTOR, &run->transpose, VECTOR_WORDS, tag(run, item), waits, count)->vector;
    vector->a = v != NULL ? v->address : qkv_place(run, item, 2, key);
    vector->y = vt->address;
    vector->rows = keys;
    vector->y_stride = keys;
    vt->ready[0] = queue_submit(QUEUE_VECTOR);
    if (v != NULL) v->released = vt->ready[0];
    return vt;
}

/* S[:, key..] = Q K^T for one block of keys. */
static void multiply_scores(struct attention_run* run, const struct item* item, struct pool_slot* q,
                            struct pool_slot* k, struct pool_slot* s, uint32_t key, uint32_t keys) {
    const bool on_chip = run->layer->a_place != NULL;
    struct dependency waits[1u + 2u * PLACE_CHUNKS_MAX];
    uint32_t count = 0;
    if (on_chip) {
        count = qkv_waits(run, item, key, keys, waits, count);
        count = qkv_waits(run, item, item->row, item->rows, waits, count);
    } else {
        waits[count++] = (struct dependency){k->ready[0], STAVP_WAIT_WEIGHTS};
        waits[count++] = (struct dependency){q->ready[0], STAVP_WAIT_ACTIVATIONS};
    }
    waits[count++] = (struct dependency){s->released, STAVP_WAIT_OUTPUT_SPACE};
    struct stavp_sta_descriptor* sta =
        &queue_begin(QUEUE_STA, &run->scores, STA_WORDS, tag(run, item), waits, count)->sta;
    sta->x = on_chip ? qkv_place(run, item, 0, item->row) : q->address;
    sta->w = on_chip ? qkv_place(run, item, 1, key) : k->address;
    sta->y = s->address + key * SCORE_BYTES;
    sta->m = item->rows;
    sta->n = keys;
    s->ready[0] = queue_submit(QUEUE_STA);
    if (!on_chip) k->released = q->released = s->ready[0];
}

/* Writes a region to memory and reads it back; returns when it is back. */
static struct token round_trip(struct attention_run* run, const struct item* item, uint32_t region, uint64_t memory,
                               uint32_t bytes, struct token written) {
    const struct dependency out = {written, STAVP_WAIT_DEPENDENCY};
    const struct dma_block to_memory = {.source = region,
                                        .destination = memory,
                                        .row_bytes = bytes,
                                        .rows = 1,
                                        .source_stride = bytes,
                                        .destination_stride = bytes};
    const struct token stored = dma_copy(dma_queue(DMA_STORES), &to_memory, tag(run, item), &out, 1);
    const struct dependency back = {stored, STAVP_WAIT_DEPENDENCY};
    struct dma_block from_memory = to_memory;
    from_memory.source = memory;
    from_memory.destination = region;
    return dma_copy(dma_queue(DMA_LOADS), &from_memory, tag(run, item), &back, 1);
}

/* Scores and probabilities come from another engine, or off chip by DMA. */
static uint32_t back_cause(const struct attention_run* run) {
    return run->layer->attention.off_chip ? STAVP_WAIT_ACTIVATIONS : STAVP_WAIT_DEPENDENCY;
}

static uint64_t scratch_of(const struct attention_run* run, const struct pool* pool, uint64_t offset, uint32_t bytes) {
    return run->layer->attention.scratch + offset + (uint64_t)pool->current * bytes;
}

static void normalise(struct attention_run* run, const struct item* item, struct pool_slot* s, struct pool_slot* p) {
    const struct attention_plan* plan = run->plan;
    if (run->layer->attention.off_chip)
        s->ready[0] = round_trip(run, item, s->address, scratch_of(run, &run->s, 0, plan->s_slot_bytes),
                                 item->rows * run->shape->seq * SCORE_BYTES, s->ready[0]);
    const struct dependency waits[] = {{s->ready[0], back_cause(run)}, {p->released, STAVP_WAIT_OUTPUT_SPACE}};
    struct stavp_softmax_descriptor* softmax =
        &queue_begin(QUEUE_SOFTMAX, &run->softmax, SOFTMAX_WORDS, tag(run, item), waits, 2)->softmax;
    softmax->x = s->address;
    softmax->y = p->address;
    softmax->rows = item->rows;
    softmax->row0 = item->row;
    softmax->valid = min_u32(run->layer->workload->sequences[item->sequence].valid, run->shape->seq);
    s->released = p->ready[0] = queue_submit(QUEUE_SOFTMAX);
    if (run->layer->attention.off_chip)
        p->ready[0] =
            round_trip(run, item, p->address,
                       scratch_of(run, &run->p, (uint64_t)plan->score_slots * plan->s_slot_bytes, plan->p_slot_bytes),
                       item->rows * run->shape->seq, p->ready[0]);
}

static struct front issue_front(struct attention_run* run, const struct item* item) {
    const uint32_t seq = run->shape->seq;
    const uint32_t block = run->plan->keys;
    struct front front = {.item = *item, .live = true};
    const bool new_head = item->row == 0;
    if (whole_head(run) && new_head) run->k_of_head = load_k(run, item, 0, seq);
    struct pool_slot* q = NULL;
    if (run->layer->a_place == NULL) {
        q = claim(run, &run->q);
        load_part(run, item, q, 0, item->row, item->rows, dma_queue(DMA_LOADS));
    }
    if (whole_head(run) && new_head) run->vt_of_head = load_v(run, item, 0, seq);
    struct pool_slot* s = claim(run, &run->s);
    for (uint32_t key = 0; key < seq; key += block) {
        const uint32_t keys = min_u32(block, seq - key);
        struct pool_slot* k = whole_head(run) ? run->k_of_head : load_k(run, item, key, keys);
        multiply_scores(run, item, q, k, s, key, keys);
    }
    front.p = claim(run, &run->p);
    front.vt = run->vt_of_head;
    if (item->number < ITEMS_AT_ONCE) queue_flush();
    normalise(run, item, s, front.p);
    return front;
}

static uint32_t output_row(const struct attention_run* run, const struct item* item) {
    return item->sequence * run->shape->seq + item->row;
}

static uint32_t output_place(const struct attention_run* run, const struct item* item) {
    const struct place* place = run->layer->y_place;
    return place->address + output_row(run, item) * place->stride + item->head * run->shape->head_dim;
}

/* O (+)= P[:, key..] V[key.., :]; the last block requantises. */
static struct token multiply_context(struct attention_run* run, const struct front* front, struct pool_slot* vt,
                                     const struct pool_slot* o, uint32_t key, uint32_t keys) {
    const struct place* place = run->layer->y_place;
    const bool last = key + keys == run->shape->seq;
    const struct dependency waits[] = {{front->p->ready[0], back_cause(run)},
                                       {vt->ready[0], STAVP_WAIT_DEPENDENCY},
                                       {o != NULL ? o->released : (struct token){0, 0}, STAVP_WAIT_OUTPUT_SPACE}};
    struct stavp_sta_descriptor* sta =
        &queue_begin(QUEUE_STA, &run->context, STA_WORDS, tag(run, &front->item), waits, last ? 3 : 2)->sta;
    sta->x = front->p->address + key;
    sta->w = vt->address;
    sta->y = place != NULL ? output_place(run, &front->item) : o->address;
    sta->m = front->item.rows;
    sta->k = keys;
    sta->w_stride = keys;
    if (key != 0) sta->header.flags |= STAVP_STA_PSUM_IN;
    if (!last) {
        sta->y = sta->psum;
        sta->y_type = STAVP_I32;
        sta->y_stride = sta->psum_stride;
    }
    vt->released = queue_submit(QUEUE_STA);
    return vt->released;
}

static void issue_back(struct attention_run* run, const struct front* front) {
    const uint32_t seq = run->shape->seq;
    const struct item* item = &front->item;
    const struct matrix* y = &run->layer->y;
    struct place* place = run->layer->y_place;
    struct pool_slot* o = place == NULL ? claim(run, &run->o) : NULL;
    struct token product = {0, 0};
    for (uint32_t key = 0; key < seq; key += run->plan->keys) {
        const uint32_t keys = min_u32(run->plan->keys, seq - key);
        struct pool_slot* vt = whole_head(run) ? front->vt : load_v(run, item, key, keys);
        product = multiply_context(run, front, vt, o, key, keys);
    }
    front->p->released = product;
    const struct dependency done = {product, STAVP_WAIT_DEPENDENCY};
    if (place != NULL) place_written(place, output_row(run, item), item->rows, product);
    const uint64_t row = output_row(run, item);
    const struct dma_block block = {.source = place != NULL ? output_place(run, item) : o->address,
                                    .destination =
                                        y->address + row * y->stride + (uint64_t)item->head * run->shape->head_dim,
                                    .row_bytes = run->shape->head_dim,
                                    .rows = item->rows,
                                    .source_stride = place != NULL ? place->stride : run->shape->head_dim,
                                    .destination_stride = y->stride};
    const struct token stored = dma_copy(dma_queue(DMA_STORES), &block, tag(run, item), &done, 1);
    if (o != NULL) o->released = stored;
    queue_flush();
}

static void make_prototypes(struct attention_run* run) {
    const struct nmw_layer* entry = run->layer->entry;
    const uint32_t seq = run->shape->seq;
    const uint32_t head_dim = run->shape->head_dim;
    const struct place* qkv = run->layer->a_place;
    const struct place* y = run->layer->y_place;
    const uint32_t scratch = run->layer->machine.buffer_base[BUFFER_INTERMEDIATE] + run->plan->psum_offset;
    run->scores.sta =
        (struct stavp_sta_descriptor){.header = {.opcode = STAVP_OP_STA_MATMUL, .flags = STAVP_STA_INLINE_REQUANT},
                                      .k = head_dim,
                                      .x_stride = qkv != NULL ? qkv->stride : head_dim,
                                      .w_stride = qkv != NULL ? qkv->stride : head_dim,
                                      .y_stride = seq * SCORE_BYTES,
                                      .y_type = STAVP_I16,
                                      .mult = entry->mult0,
                                      .shift = entry->shift0};
    run->context.sta = (struct stavp_sta_descriptor){
        .header = {.opcode = STAVP_OP_STA_MATMUL, .flags = STAVP_STA_INLINE_REQUANT | STAVP_STA_X_UNSIGNED},
        .n = head_dim,
        .x_stride = seq,
        .y_stride = y != NULL ? y->stride : head_dim,
        .psum = scratch,
        .psum_stride = head_dim * 4u,
        .y_type = STAVP_I8,
        .mult = entry->mult1,
        .shift = entry->shift1};
    run->softmax.softmax = (struct stavp_softmax_descriptor){
        .header = {.opcode = STAVP_OP_SOFTMAX_ROWS,
                   .flags = entry->flags & NMW_CAUSAL ? (uint32_t)STAVP_SOFTMAX_CAUSAL : 0u},
        .cols = seq,
        .x_stride = seq * SCORE_BYTES,
        .y_stride = seq};
    run->transpose.vector = (struct stavp_vector_descriptor){.header = {.opcode = STAVP_OP_VECTOR_TRANSPOSE},
                                                             .cols = head_dim,
                                                             .a_stride = qkv != NULL ? qkv->stride : head_dim,
                                                             .a_type = STAVP_I8,
                                                             .y_type = STAVP_I8};
}

static void make_pools(struct attention_run* run) {
    const struct attention_plan* plan = run->plan;
    const uint32_t* base = run->layer->machine.buffer_base;
    pool_init(&run->k, base[BUFFER_WEIGHT], plan->k_slot_bytes, plan->kv_slots);
    pool_init(&run->vt, base[BUFFER_WEIGHT] + plan->vt_offset, plan->vt_slot_bytes, plan->kv_slots);
    pool_init(&run->q, base[BUFFER_INPUT], plan->q_slot_bytes, 2);
    pool_init(&run->v, base[BUFFER_INPUT] + plan->v_offset, plan->v_slot_bytes, plan->v_slots);
    pool_init(&run->s, base[BUFFER_INTERMEDIATE], plan->s_slot_bytes, plan->score_slots);
    pool_init(&run->p, base[BUFFER_INTERMEDIATE] + plan->p_offset, plan->p_slot_bytes, plan->score_slots);
    pool_init(&run->o, base[BUFFER_OUTPUT], plan->o_slot_bytes, 2);
}

static bool next_item(const struct attention_run* run, struct item* item) {
    ++item->number;
    item->row += run->plan->rows;
    if (item->row >= run->shape->seq) {
        item->row = 0;
        if (++item->head == run->layer->entry->heads) {
            item->head = 0;
            ++item->sequence;
        }
    }
    item->rows = min_u32(run->plan->rows, run->shape->seq - item->row);
    return item->sequence < run->layer->workload->header->sequence_count;
}

static void order_after_earlier_layers(const struct layer* layer) {
    for (uint32_t i = 0; i < dma_channels[DMA_LOADS].count; ++i) {
        const uint32_t queue = QUEUE_DMA0 + dma_channels[DMA_LOADS].first + i;
        queue_order_after(queue, &layer->before_weights, STAVP_WAIT_OUTPUT_SPACE);
        queue_order_after(queue, &layer->before_inputs, STAVP_WAIT_DEPENDENCY);
    }
    queue_order_after(QUEUE_VECTOR, &layer->before_weights, STAVP_WAIT_OUTPUT_SPACE);
    queue_order_after(QUEUE_STA, &layer->before_results, STAVP_WAIT_OUTPUT_SPACE);
    queue_order_after(QUEUE_SOFTMAX, &layer->before_results, STAVP_WAIT_OUTPUT_SPACE);
}

void attention_issue(struct layer* layer) {
    struct attention_run run; /* not zeroed as a whole: the pools are large */
    run.layer = layer;
    run.shape = &layer->attention.shape;
    run.plan = &layer->attention.plan;
    run.vt_of_head = NULL;
    run.k_of_head = NULL;
    run.tiles = 0;
    dma_set_share(DMA_MOSTLY_LOADS);
    make_prototypes(&run);
    make_pools(&run);
    order_after_earlier_layers(layer);
    struct item item = {.rows = run.plan->rows};
    struct front previous = {.live = false};
    do {
        const struct front front = issue_front(&run, &item);
        if (item.number < ITEMS_AT_ONCE) queue_flush();
        if (!run.plan->pipelined) {
            issue_back(&run, &front);
            continue;
        }
        if (previous.live) issue_back(&run, &previous);
        previous = front;
    } while (next_item(&run, &item));
    if (previous.live) issue_back(&run, &previous);
}
