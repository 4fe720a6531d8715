#include "firmware/scheduler/plan_gemm.h"

#include "firmware/scheduler/units.h"

/* Cost model; all of it is assumption that only steers the choice. */
#define MEMORY_BYTES_PER_CYCLE 24u  /* where the machine does not tell */
#define MEMORY_EIGHTHS 5u           /* of what bus and DDR do at most */
#define ROW_OVERHEAD_BYTES 64u      /* what a separate row costs a copy beyond its bytes */
#define CHANNEL_BYTES_PER_CYCLE 12u /* what one DMA channel reaches while nothing else runs: first load, last store */
#define STORE_ROW_BYTES_MIN 128u    /* a shorter row costs as much as this */
#define IMPERFECT_OVERLAP 4u        /* one in so many memory cycles is not hidden behind the array */
#define TILE_CONTROL_CYCLES 600u
#define RESULT_PORT_BYTES_PER_CYCLE 64u
#define PSUM_BYTES 8u /* read and written for each element and piece of the reduction */
/* How far weights are loaded ahead. */
#define W_SLOTS_AHEAD 4u

#define CANDIDATES_MAX 16u

/* A tile size, and what follows from it alone. Divisions take the host 20 cycles: each is made once. */
struct candidate {
    uint32_t value;
    uint32_t tiles; /* in the matrix */
    uint32_t folds; /* array passes per tile */
};

struct candidates {
    struct candidate at[CANDIDATES_MAX];
    uint32_t count;
};

/* The same for the reduction. */
struct depth {
    uint32_t value;
    uint32_t tiles;
    uint32_t value_bytes, map_bytes; /* of one weight row */
    uint32_t array_steps;            /* cycles of one array pass */
};

struct search {
    const struct gemm_shape* shape;
    const struct machine* machine;
    struct gemm_plan* best;
    bool found;
    struct depth whole;   /* reduction in one piece */
    uint32_t memory_rate; /* bytes per cycle */
};

/* One choice of tile sizes. */
struct choice {
    const struct candidate *rows, *cols;
    const struct depth* depth;
    uint32_t x_chunk;
};

uint32_t gemm_value_bytes(const struct gemm_shape* shape, uint32_t k) {
    return shape->pattern_n == 0 ? k : div_up(k, shape->pattern_m) * shape->pattern_n;
}

/* Bits of map or indices per group; M is a power of two. */
static uint32_t group_map_bits(const struct gemm_shape* shape) {
    if (!shape->indexed) return shape->pattern_m;
    uint32_t index_bits = 1;
    while (1u << index_bits < shape->pattern_m)
        ++index_bits;
    return shape->pattern_n * index_bits;
}

uint32_t gemm_map_bytes(const struct gemm_shape* shape, uint32_t k) {
    return shape->pattern_n == 0 ? 0 : div_up(div_up(k, shape->pattern_m) * group_map_bits(shape), 8);
}

/* A reduction may be split where a group begins and its map or indices are at a byte boundary. */
static uint32_t split_step(const struct gemm_shape* shape) {
    if (shape->pattern_n == 0) return 8;
    uint32_t groups = 1;
    for (uint32_t bits = group_map_bits(shape); bits % 8u != 0; bits *= 2u)
        groups *= 2u;
    return groups * shape->pattern_m;
}

/* All tiles stay resident if they fit, else two take turns; 0 if not even two fit. */
static uint32_t slots_for(uint64_t tiles, uint64_t slot_bytes, uint32_t buffer_bytes) {
    if (tiles <= PLAN_SLOTS_MAX && tiles * slot_bytes <= buffer_bytes) return (uint32_t)tiles;
    return 2u * slot_bytes <= buffer_bytes ? 2 : 0;
}

/* Weights are used once each: more slots let the loads run further ahead. */
static uint32_t w_slots_for(uint64_t tiles, uint64_t slot_bytes, uint32_t buffer_bytes) {
    uint32_t slots = slots_for(tiles, slot_bytes, buffer_bytes);
    while (slots != 0 && slots < W_SLOTS_AHEAD && slots < tiles && (slots + 1u) * slot_bytes <= buffer_bytes)
        ++slots;
    return slots;
}

static struct depth depth_of(const struct gemm_shape* shape, const struct machine* machine, uint32_t kt) {
    struct depth depth = {.value = kt, .tiles = kt == shape->k ? 1u : div_up(shape->k, kt)};
    if (shape->pattern_n == 0) {
        depth.value_bytes = kt;
        depth.array_steps = machine->lanes == 1 ? kt : div_up(kt, machine->lanes);
        return depth;
    }
    const uint32_t groups = div_up(kt, shape->pattern_m);
    depth.value_bytes = groups * shape->pattern_n;
    depth.map_bytes = div_up(groups * group_map_bits(shape), 8);
    depth.array_steps = groups * (machine->lanes == 1 ? shape->pattern_n : div_up(shape->pattern_n, machine->lanes));
    return depth;
}

static uint64_t estimate(const struct search* search, const struct choice* choice, struct gemm_plan* plan) {
    const struct gemm_shape* shape = search->shape;
    const struct machine* machine = search->machine;
    const struct depth* depth = choice->depth;
    const uint64_t m_tiles = choice->rows->tiles;
    const uint64_t n_tiles = choice->cols->tiles;
    const uint64_t k_tiles = depth->tiles;
    const uint64_t steps = m_tiles * n_tiles * k_tiles;
    const uint64_t x_bytes = (uint64_t)shape->m * shape->k;
    const uint64_t w_row = search->whole.value_bytes + search->whole.map_bytes + PLAN_CHANNEL_BYTES;
    const bool x_resident = shape->x_on_chip || plan->x_slots == m_tiles * k_tiles;
    const bool w_resident = plan->w_slots == n_tiles * k_tiles;
    const uint64_t blocks = plan->nb == shape->n ? 1 : div_up(shape->n, plan->nb);
    const uint64_t x_loads = x_resident ? 1 : plan->w_outer ? n_tiles : blocks;
    const uint64_t w_loads = w_resident || plan->w_outer ? 1 : m_tiles;
    plan->single_pass = x_loads == 1 && w_loads == 1;
    const uint32_t y_row = plan->nt * shape->y_bytes;
    const uint64_t y_tile = (uint64_t)plan->mt * (y_row < STORE_ROW_BYTES_MIN ? STORE_ROW_BYTES_MIN : y_row);
    const uint64_t pieces = k_tiles == 1 ? 0 : k_tiles * ROW_OVERHEAD_BYTES;
    const uint64_t w_pieces = shape->pattern_n == 0 ? pieces : 2u * pieces;
    const uint64_t x_traffic = shape->x_on_chip ? 0 : (x_bytes + shape->m * pieces) * x_loads;
    const uint64_t traffic = x_traffic + shape->n * (w_row + w_pieces) * w_loads + y_tile * m_tiles * n_tiles +
                             (uint64_t)shape->m * shape->n * shape->residual_bytes;
    const uint64_t fill =
        (shape->x_on_chip ? 0 : (uint64_t)plan->x_chunk * plan->kt) + (shape->w_ahead ? 0 : plan->w_slot_bytes);
    const uint32_t psum_steps =
        k_tiles == 1 ? 0 : machine->rows * machine->cols * PSUM_BYTES / RESULT_PORT_BYTES_PER_CYCLE;
    const uint32_t fold_steps = depth->array_steps < psum_steps ? psum_steps : depth->array_steps;
    const uint64_t product =
        (uint64_t)choice->rows->folds * choice->cols->folds * fold_steps + machine->rows + machine->cols;
    const uint64_t array = product * steps;
    const uint64_t memory = traffic / search->memory_rate;
    uint64_t cycles = array > memory ? array : memory;
    if (cycles < steps * TILE_CONTROL_CYCLES) cycles = steps * TILE_CONTROL_CYCLES;
    cycles += memory / IMPERFECT_OVERLAP;
    const uint64_t exposed = fill + (shape->y_on_chip ? 0 : y_tile);
    return cycles + exposed / CHANNEL_BYTES_PER_CYCLE;
}

/* Completes mt, nt, kt, nb, w_outer; false if something does not fit. */
static bool complete(const struct search* search, const struct choice* choice, struct gemm_plan* plan) {
    const uint32_t* buffer_bytes = search->machine->buffer_bytes;
    const uint64_t m_tiles = choice->rows->tiles;
    const uint64_t n_tiles = choice->cols->tiles;
    const uint64_t k_tiles = choice->depth->tiles;
    const uint64_t values = (uint64_t)plan->nt * choice->depth->value_bytes;
    const uint64_t map = (uint64_t)plan->nt * choice->depth->map_bytes;
    const struct gemm_shape* shape = search->shape;
    const uint64_t x_slot = shape->x_on_chip ? 0 : (uint64_t)plan->mt * plan->kt;
    const uint64_t y_slot = shape->y_on_chip ? 0 : (uint64_t)plan->mt * plan->nt * shape->y_bytes;
    const uint64_t residual = (uint64_t)plan->mt * plan->nt * shape->residual_bytes;
    const uint32_t w_offset = align_slot(shape->table_bytes);
    const uint64_t psum = k_tiles == 1 ? 0 : (uint64_t)plan->mt * plan->nb * 4u;
    if (x_slot > buffer_bytes[BUFFER_INPUT] || values + map + w_offset > buffer_bytes[BUFFER_WEIGHT] ||
        y_slot > buffer_bytes[BUFFER_OUTPUT] || psum + residual > buffer_bytes[BUFFER_INTERMEDIATE])
        return false;
    plan->w_offset = w_offset;
    plan->psum_bytes = (uint32_t)psum;
    plan->w_values_offset = align_slot(plan->nt * PLAN_CHANNEL_BYTES);
    plan->w_map_offset = plan->w_values_offset + align_slot((uint32_t)values);
    plan->w_slot_bytes = plan->w_map_offset + align_slot((uint32_t)map);
    plan->x_slot_bytes = align_slot((uint32_t)x_slot);
    plan->y_slot_bytes = align_slot((uint32_t)y_slot);
    plan->x_slots = shape->x_on_chip ? 0 : slots_for(m_tiles * k_tiles, plan->x_slot_bytes, buffer_bytes[BUFFER_INPUT]);
    plan->w_slots = w_slots_for(n_tiles * k_tiles, plan->w_slot_bytes, buffer_bytes[BUFFER_WEIGHT] - w_offset);
    plan->y_slots =
        shape->y_on_chip ? 0 : slots_for(m_tiles * n_tiles, plan->y_slot_bytes, buffer_bytes[BUFFER_OUTPUT]);
    plan->x_chunk = choice->x_chunk;
    plan->residual_offset = align_slot((uint32_t)psum);
    plan->residual_slot_bytes = align_slot((uint32_t)residual);
    plan->residual_slots = 0;
    if (residual != 0 && plan->residual_offset < buffer_bytes[BUFFER_INTERMEDIATE])
        plan->residual_slots = slots_for(m_tiles * n_tiles, plan->residual_slot_bytes,
                                         buffer_bytes[BUFFER_INTERMEDIATE] - plan->residual_offset);
    return (shape->x_on_chip || plan->x_slots != 0) && plan->w_slots != 0 && (shape->y_on_chip || plan->y_slots != 0) &&
           (residual == 0 || plan->residual_slots != 0);
}

static void consider(struct search* search, const struct choice* choice, uint32_t nb, bool w_outer) {
    struct gemm_plan plan;
    plan.mt = choice->rows->value;
    plan.nt = choice->cols->value;
    plan.kt = choice->depth->value;
    plan.nb = nb;
    plan.w_outer = w_outer;
    if (!complete(search, choice, &plan)) return;
    plan.cost = estimate(search, choice, &plan);
    if (search->found && plan.cost >= search->best->cost) return;
    *search->best = plan;
    search->found = true;
}

/* The longest part of the reduction of which two x tiles and two w tiles fit; 0 if none does. */
static uint32_t longest_split(const struct gemm_shape* shape, const struct machine* machine, uint32_t mt, uint32_t nt) {
    const uint32_t step = split_step(shape);
    const uint32_t w_step = gemm_value_bytes(shape, step) + gemm_map_bytes(shape, step);
    const uint32_t table = align_slot(shape->table_bytes);
    if (machine->buffer_bytes[BUFFER_WEIGHT] <= table) return 0;
    const uint32_t w_half = (machine->buffer_bytes[BUFFER_WEIGHT] - table) / 2u;
    const uint32_t w_fixed = align_slot(nt * PLAN_CHANNEL_BYTES) + 3u * PLAN_SLOT_ALIGN;
    if (w_half <= w_fixed) return 0;
    uint32_t steps = (w_half - w_fixed) / (nt * w_step);
    const uint32_t x_half = machine->buffer_bytes[BUFFER_INPUT] / 2u & ~(PLAN_SLOT_ALIGN - 1u);
    if (!shape->x_on_chip && steps > x_half / (mt * step)) steps = x_half / (mt * step);
    if (steps > machine->max_k / step) steps = machine->max_k / step;
    return steps * step;
}

static void consider_split(struct search* search, const struct choice* whole) {
    const struct gemm_shape* shape = search->shape;
    const uint32_t mt = whole->rows->value;
    const uint32_t nt = whole->cols->value;
    const uint32_t kt = longest_split(shape, search->machine, mt, nt);
    if (kt == 0 || kt >= shape->k) return;
    const uint64_t residuals = 2u * align_slot(mt * nt * shape->residual_bytes);
    const uint32_t room = search->machine->buffer_bytes[BUFFER_INTERMEDIATE];
    const uint32_t columns = room <= residuals ? 0 : (room - (uint32_t)residuals) / (4u * mt);
    const uint32_t nb = columns >= shape->n ? shape->n : columns / nt * nt;
    if (nb == 0) return;
    const struct depth depth = depth_of(shape, search->machine, kt);
    struct choice choice = *whole;
    choice.depth = &depth;
    consider(search, &choice, nb, false);
}

/* unit, 2 unit, 4 unit ... below `limit`, then `limit`; from 1 if `small`. */
static void sizes(uint32_t unit, uint32_t limit, bool small, struct candidates* list) {
    uint32_t value = small ? 1 : unit;
    list->count = 0;
    for (; value < limit && list->count < CANDIDATES_MAX - 1u; value *= 2u)
        list->at[list->count++].value = value;
    list->at[list->count++].value = limit;
    for (uint32_t i = 0; i < list->count; ++i) {
        struct candidate* at = &list->at[i];
        at->tiles = at->value == limit ? 1u : div_up(limit, at->value);
        at->folds = at->value <= unit ? 1u : div_up(at->value, unit);
    }
}

static void search_sizes(struct search* search, bool small) {
    const struct gemm_shape* shape = search->shape;
    const uint32_t array_rows = search->machine->rows;
    struct candidates rows;
    struct candidates cols;
    sizes(array_rows, shape->m, small, &rows);
    sizes(search->machine->cols, shape->n, small, &cols);
    for (uint32_t i = rows.count; i-- > 0;) {
        struct choice choice = {.rows = &rows.at[i], .depth = &search->whole};
        const uint32_t mt = choice.rows->value;
        choice.x_chunk = mt <= array_rows ? mt : min_u32(mt, round_up(div_up(mt, PLAN_X_CHUNKS_MAX), array_rows));
        for (uint32_t j = 0; j < cols.count && shape->k <= search->machine->max_k; ++j) {
            choice.cols = &cols.at[j];
            consider(search, &choice, shape->n, false);
            if (mt < shape->m) consider(search, &choice, shape->n, true);
        }
        /* Lower tiles and pieces of the reduction cannot save traffic any more, only cost products. */
        if (search->found && search->best->single_pass) return;
        for (uint32_t j = 0; j < cols.count; ++j) {
            choice.cols = &cols.at[j];
            consider_split(search, &choice);
        }
        if (search->found && search->best->single_pass) return;
    }
}

bool plan_gemm(const struct gemm_shape* shape, const struct machine* machine, struct gemm_plan* plan) {
    const uint32_t rate = (uint32_t)((uint64_t)machine->memory_bytes_per_kcycle * MEMORY_EIGHTHS / 8u / 1024u);
    struct search search = {shape,
                            machine,
                            plan,
                            false,
                            depth_of(shape, machine, shape->k),
                            machine->memory_bytes_per_kcycle == 0 ? MEMORY_BYTES_PER_CYCLE
                            : rate == 0                           ? 1u
                                                                  : rate};
    search_sizes(&search, false);
    /* Tiles smaller than the array waste it: only where nothing else fits. */
    if (!search.found) search_sizes(&search, true);
    return search.found;
}
