/* Tiling of the vector unit's operations. Pure functions: no hardware access. */
#ifndef STAVP_FIRMWARE_PLAN_ROWWISE_H
#define STAVP_FIRMWARE_PLAN_ROWWISE_H

#include "firmware/drivers/sysctl.h"

#include <stdbool.h>
#include <stdint.h>

struct rowwise_shape {
    uint32_t rows; /* MEANPOOL: of one sequence */
    uint32_t cols;
    uint32_t a_bytes; /* of one element */
    uint32_t b_bytes; /* 0: no second operand */
    uint32_t y_bytes;
    uint32_t param_bytes;                 /* resident for the whole layer */
    bool whole_rows;                      /* LAYERNORM: a tile cannot be narrower than a row */
    bool whole_cols;                      /* MEANPOOL: nor lower than all rows; the result is one row */
    uint32_t rows_at_once;                /* in which an operand on chip becomes ready; 0: at any time */
    bool a_on_chip, b_on_chip, y_on_chip; /* as a whole, outside of the slots */
};

/* Tiles of tile_rows x tile_cols. a in the input buffer, b in the intermediate buffer, y in the output buffer, each
 * from the buffer's start; parameters in param_buffer at param_offset. */
/* Loads run slots - 1 tiles ahead. */
#define PLAN_ROWWISE_SLOTS_MAX 4u

struct rowwise_plan {
    uint32_t tile_rows, tile_cols;
    uint32_t slots; /* of each operand and of the result */
    uint32_t a_slot_bytes, b_slot_bytes, y_slot_bytes;
    enum buffer_id param_buffer;
};

bool plan_rowwise(const struct rowwise_shape* shape, const struct machine* machine, struct rowwise_plan* plan);

#endif
