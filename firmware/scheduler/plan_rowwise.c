#include "firmware/scheduler/plan_rowwise.h"

#include "firmware/scheduler/units.h"

/* A layer is cut into about this many tiles, so that loading, computing and storing overlap. */
#define TILES_WANTED 16u
/* But not into tiles of fewer elements than this, which would cost more to command than to process. */
#define TILE_ELEMENTS_MIN 8192u

static uint64_t slot_bytes(uint64_t elements, uint32_t element_bytes) {
    return (elements * element_bytes + PLAN_SLOT_ALIGN - 1u) & ~(uint64_t)(PLAN_SLOT_ALIGN - 1u);
}

static uint32_t a_bytes(const struct rowwise_shape* shape) {
    return shape->a_on_chip ? 0 : shape->a_bytes;
}
static uint32_t b_bytes(const struct rowwise_shape* shape) {
    return shape->b_on_chip ? 0 : shape->b_bytes;
}
static uint32_t y_bytes(const struct rowwise_shape* shape) {
    return shape->y_on_chip ? 0 : shape->y_bytes;
}

static bool fits(const struct rowwise_shape* shape, const struct machine* machine, uint32_t rows, uint32_t cols,
                 uint32_t slots) {
    const uint64_t elements = (uint64_t)rows * cols;
    const uint64_t results = shape->whole_cols ? cols : elements;
    return slots * slot_bytes(elements, a_bytes(shape)) <= machine->buffer_bytes[BUFFER_INPUT] &&
           slots * slot_bytes(elements, b_bytes(shape)) <= machine->buffer_bytes[BUFFER_INTERMEDIATE] &&
           slots * slot_bytes(results, y_bytes(shape)) <= machine->buffer_bytes[BUFFER_OUTPUT];
}

/* The largest value in [1, limit] with which the tile fits, 0 if none. Other dimension: `fixed`. */
static uint32_t largest(const struct rowwise_shape* shape, const struct machine* machine, uint32_t limit,
                        uint32_t fixed, bool search_rows, uint32_t slots) {
    uint32_t low = 0;
    uint32_t high = limit;
    uint32_t middle = limit; /* nearly always that one fits */
    while (low < high) {
        const bool good =
            search_rows ? fits(shape, machine, middle, fixed, slots) : fits(shape, machine, fixed, middle, slots);
        if (good)
            low = middle;
        else
            high = middle - 1u;
        middle = low + (high - low + 1u) / 2u;
    }
    return low;
}

static bool choose_tile(const struct rowwise_shape* shape, const struct machine* machine, uint32_t slots,
                        struct rowwise_plan* plan) {
    uint64_t wanted = (uint64_t)shape->rows * shape->cols / TILES_WANTED;
    if (wanted < TILE_ELEMENTS_MIN) wanted = TILE_ELEMENTS_MIN;
    if (shape->whole_cols) {
        const uint32_t fit = largest(shape, machine, shape->cols, shape->rows, false, slots);
        const uint64_t cols = wanted / shape->rows;
        plan->tile_rows = shape->rows;
        plan->tile_cols = cols == 0 ? min_u32(fit, 1) : cols < fit ? (uint32_t)cols : fit;
        return fit != 0;
    }
    const uint32_t fit = largest(shape, machine, shape->rows, shape->cols, true, slots);
    if (fit != 0) {
        const uint64_t rows = shape->rows_at_once != 0 ? shape->rows_at_once : wanted / shape->cols;
        plan->tile_cols = shape->cols;
        plan->tile_rows = rows == 0 ? 1 : rows < fit ? (uint32_t)rows : fit;
        return true;
    }
    if (shape->whole_rows) return false;
    plan->tile_rows = 1;
    plan->tile_cols = largest(shape, machine, shape->cols, 1, false, slots);
    return plan->tile_cols != 0;
}

bool plan_rowwise(const struct rowwise_shape* shape, const struct machine* machine, struct rowwise_plan* plan) {
    plan->param_buffer = BUFFER_WEIGHT;
    if (shape->param_bytes > machine->buffer_bytes[BUFFER_WEIGHT]) {
        if (shape->b_bytes != 0 || shape->param_bytes > machine->buffer_bytes[BUFFER_INTERMEDIATE]) return false;
        plan->param_buffer = BUFFER_INTERMEDIATE;
    }
    if (choose_tile(shape, machine, 2, plan))
        plan->slots = 2;
    else if (choose_tile(shape, machine, 1, plan))
        plan->slots = 1;
    else
        return false;
    while (plan->slots >= 2 && plan->slots < PLAN_ROWWISE_SLOTS_MAX &&
           fits(shape, machine, plan->tile_rows, plan->tile_cols, plan->slots + 1u))
        ++plan->slots;
    const uint64_t elements = (uint64_t)plan->tile_rows * plan->tile_cols;
    plan->a_slot_bytes = (uint32_t)slot_bytes(elements, a_bytes(shape));
    plan->b_slot_bytes = (uint32_t)slot_bytes(elements, b_bytes(shape));
    plan->y_slot_bytes = (uint32_t)slot_bytes(shape->whole_cols ? plan->tile_cols : elements, y_bytes(shape));
    return true;
}
