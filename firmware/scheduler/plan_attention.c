#include "firmware/scheduler/plan_attention.h"

#include "firmware/scheduler/units.h"

#define QUERY_SLOTS 2u
#define OUTPUT_SLOTS 2u

/* Lays the regions out; false if one does not fit. */
static bool lay_out(const struct attention_shape* shape, const struct machine* machine, struct attention_plan* plan) {
    const uint64_t head_dim = shape->head_dim;
    const uint64_t kv = (uint64_t)plan->keys * head_dim;
    const uint64_t q = (uint64_t)plan->rows * head_dim;
    const uint64_t p = (uint64_t)plan->rows * shape->seq;
    const uint64_t largest = 1u << 24; /* no buffer window is larger: keeps the rest in 32 bits */
    if (kv > largest || q > largest || p > largest) return false;
    const bool blocks = plan->keys < shape->seq;
    plan->k_slot_bytes = shape->qkv_on_chip ? 0 : align_slot((uint32_t)kv);
    plan->vt_slot_bytes = align_slot((uint32_t)kv);
    plan->vt_offset = plan->kv_slots * plan->k_slot_bytes;
    plan->q_slot_bytes = shape->qkv_on_chip ? 0 : align_slot((uint32_t)q);
    plan->v_slot_bytes = shape->qkv_on_chip ? 0 : align_slot((uint32_t)kv);
    plan->v_offset = QUERY_SLOTS * plan->q_slot_bytes;
    plan->s_slot_bytes = align_slot((uint32_t)p * 2u);
    plan->p_slot_bytes = align_slot((uint32_t)p);
    plan->p_offset = plan->score_slots * plan->s_slot_bytes;
    plan->psum_offset = plan->p_offset + plan->score_slots * plan->p_slot_bytes;
    plan->o_slot_bytes = shape->y_on_chip ? 0 : align_slot((uint32_t)q);
    plan->pipelined = plan->score_slots >= 2 && (blocks || plan->kv_slots >= 2);
    const uint64_t psum = blocks ? q * 4u : 0;
    return (uint64_t)plan->vt_offset + plan->kv_slots * plan->vt_slot_bytes <= machine->buffer_bytes[BUFFER_WEIGHT] &&
           (uint64_t)plan->v_offset + plan->v_slots * plan->v_slot_bytes <= machine->buffer_bytes[BUFFER_INPUT] &&
           plan->psum_offset + psum <= machine->buffer_bytes[BUFFER_INTERMEDIATE] &&
           OUTPUT_SLOTS * plan->o_slot_bytes <= machine->buffer_bytes[BUFFER_OUTPUT];
}

/* The most rows that fit with everything else fixed, in whole array heights where possible; 0 if none. */
static uint32_t most_rows(const struct attention_shape* shape, const struct machine* machine,
                          struct attention_plan* plan) {
    plan->rows = shape->seq;
    if (lay_out(shape, machine, plan)) return plan->rows;
    uint32_t low = 0;
    uint32_t high = shape->seq - 1u;
    while (low < high) {
        plan->rows = low + (high - low + 1u) / 2u;
        if (lay_out(shape, machine, plan))
            low = plan->rows;
        else
            high = plan->rows - 1u;
    }
    if (low > machine->rows) low -= low % machine->rows;
    plan->rows = low;
    return low != 0 && lay_out(shape, machine, plan) ? low : 0;
}

static bool better(uint32_t rows, const struct attention_plan* best, uint32_t enough) {
    return min_u32(rows, enough) > min_u32(best->rows, enough);
}

/* Tries for one block size, best overlap first; a less overlapped layout must bring more rows of the array to work. */
static void try_keys(const struct attention_shape* shape, const struct machine* machine, uint32_t keys,
                     struct attention_plan* best) {
    static const struct {
        uint32_t kv_slots, v_slots, score_slots;
    } layouts[] = {{2, 2, 2}, {2, 1, 2}, {2, 1, 1}, {1, 1, 2}, {1, 1, 1}};
    const uint32_t enough = min_u32(shape->seq, machine->rows);
    for (uint32_t i = 0; i < sizeof layouts / sizeof layouts[0]; ++i) {
        struct attention_plan plan = {.keys = keys,
                                      .kv_slots = layouts[i].kv_slots,
                                      .v_slots = layouts[i].v_slots,
                                      .score_slots = layouts[i].score_slots};
        if (better(most_rows(shape, machine, &plan), best, enough)) *best = plan;
    }
}

bool plan_attention(const struct attention_shape* shape, const struct machine* machine, struct attention_plan* plan) {
    const uint32_t enough = min_u32(shape->seq, machine->rows);
    plan->rows = 0;
    for (uint32_t keys = shape->seq; keys > 0 && plan->rows<enough; keys = keys> 1 ? div_up(keys, 2) : 0)
        try_keys(shape, machine, keys, plan);
    return plan->rows != 0;
}
