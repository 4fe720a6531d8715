/* Tiling of Y[m, n] = X[m, k] W[n, k]^T. Pure functions: no hardware access. */
#ifndef STAVP_FIRMWARE_PLAN_GEMM_H
#define STAVP_FIRMWARE_PLAN_GEMM_H

#include "firmware/drivers/sysctl.h"

#include <stdbool.h>
#include <stdint.h>

#define PLAN_SLOTS_MAX 8u
#define PLAN_X_CHUNKS_MAX 4u
/* Bytes of one channel record (nmw_channel). */
#define PLAN_CHANNEL_BYTES 16u

struct gemm_shape {
    uint32_t m, n, k;
    uint32_t pattern_n, pattern_m; /* pattern_n = 0: dense */
    uint32_t y_bytes;              /* of one output element */
    bool indexed;                  /* positions are indices instead of map bits */
    bool x_on_chip, y_on_chip;     /* as a whole, outside of the pools */
    bool w_ahead;                  /* the first weights are loaded while the layer before is worked on */
    uint32_t table_bytes;          /* in front of the w pool */
    uint32_t residual_bytes;       /* of an element that is loaded for each of y; 0: none, or on chip */
};

/* Tiles of mt x nt outputs over kt of the reduction (the last of each may be smaller).
 * Order of tiles: w_outer: columns, rows. Else: rows, blocks of nb columns, reduction, columns in the block. With
 * kt < k the block's int32 partial sums stay in the intermediate buffer.
 * A pool of slots holds x, w and y tiles; slots >= 2, or as many as there are tiles. */
struct gemm_plan {
    uint32_t mt, nt, kt, nb;
    bool w_outer;
    uint32_t x_slots, w_slots, y_slots; /* x, y: 0 when on chip */
    uint32_t x_slot_bytes, w_slot_bytes, y_slot_bytes;
    uint32_t w_values_offset, w_map_offset;                        /* in a w slot; channel records come first */
    uint32_t w_offset;                                             /* of the w pool in its buffer */
    uint32_t psum_bytes;                                           /* 0: the reduction is not split */
    uint32_t residual_slots, residual_slot_bytes, residual_offset; /* in the intermediate buffer, behind the sums */
    uint32_t x_chunk;                                              /* rows in which the first x tile arrives */
    bool single_pass;                                              /* every operand is loaded once */
    uint64_t cost;                                                 /* estimated cycles */
};

/* Bytes of one weight row over `k` columns that begin at a group: values, and map or indices. */
uint32_t gemm_value_bytes(const struct gemm_shape* shape, uint32_t k);
uint32_t gemm_map_bytes(const struct gemm_shape* shape, uint32_t k);
/* False if no tiling fits. */
bool plan_gemm(const struct gemm_shape* shape, const struct machine* machine, struct gemm_plan* plan);

#endif
