/* Tiling of one attention head. Pure functions: no hardware access. */
#ifndef STAVP_FIRMWARE_PLAN_ATTENTION_H
#define STAVP_FIRMWARE_PLAN_ATTENTION_H

#include "firmware/drivers/sysctl.h"

#include <stdbool.h>
#include <stdint.h>

struct attention_shape {
    uint32_t seq;
    uint32_t head_dim;
    bool qkv_on_chip, y_on_chip; /* as a whole, outside of the slots */
};

/* An item is `rows` query rows of one head: its scores (int16) and probabilities (uint8) over all keys stay in the
 * intermediate buffer. Keys and values come in blocks of `keys`; with keys < seq they stream for each item and the
 * output collects in int32 partial sums, else they stay for the whole head.
 *   weight buffer        kv_slots x K block, kv_slots x V^T block
 *   input buffer         2 x Q tile, v_slots x V block
 *   intermediate buffer  score_slots x S, score_slots x P, partial sums
 *   output buffer        2 x O tile
 * Offsets are from the start of the buffer. */
struct attention_plan {
    uint32_t rows;
    uint32_t keys;
    uint32_t kv_slots;
    uint32_t v_slots;
    uint32_t score_slots;
    uint32_t k_slot_bytes, vt_slot_bytes, vt_offset;
    uint32_t q_slot_bytes, v_slot_bytes, v_offset;
    uint32_t s_slot_bytes, p_slot_bytes, p_offset, psum_offset;
    uint32_t o_slot_bytes;
    /* Scores of the next item are computed before this item's product with V: softmax overlaps with the array. */
    bool pipelined;
};

/* False if not even one row fits. */
bool plan_attention(const struct attention_shape* shape, const struct machine* machine, struct attention_plan* plan);

#endif
