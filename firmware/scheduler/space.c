#include "firmware/scheduler/space.h"

#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/units.h"

#include <stddef.h>

#define PLACES_MAX 8u
#define USES_MAX 16u

struct use {
    uint32_t begin, end; /* offsets in the buffer */
    uint32_t layer;
    uint32_t users;
};

static const struct machine* machine;
static struct place places[PLACES_MAX];
static struct use uses[BUFFER_COUNT][USES_MAX];
static uint32_t use_count[BUFFER_COUNT];
/* Where the next place is looked for first: places move through a buffer, so that the newest overlap the oldest. */
static uint32_t rover[BUFFER_COUNT];
static bool weights_turn;

void space_init(const struct machine* of) {
    machine = of;
    weights_turn = false;
    for (uint32_t i = 0; i < PLACES_MAX; ++i)
        places[i].taken = false;
    for (uint32_t i = 0; i < BUFFER_COUNT; ++i)
        use_count[i] = rover[i] = 0;
}

void space_retire(uint32_t layer) {
    for (uint32_t i = 0; i < PLACES_MAX; ++i)
        if (places[i].taken && places[i].last_use < layer) places[i].taken = false;
}

struct place* space_lookup(uint32_t tensor) {
    for (uint32_t i = 0; i < PLACES_MAX; ++i)
        if (places[i].taken && places[i].tensor == tensor) return &places[i];
    return NULL;
}

static uint32_t offset_of(const struct place* place) {
    return place->address - machine->buffer_base[place->buffer];
}

/* The end of a place that overlaps [begin, begin + bytes), or 0. */
static uint32_t obstacle(enum buffer_id buffer, uint32_t begin, uint32_t bytes) {
    for (uint32_t i = 0; i < PLACES_MAX; ++i) {
        const struct place* place = &places[i];
        if (!place->taken || place->buffer != buffer) continue;
        const uint32_t at = offset_of(place);
        if (at < begin + bytes && begin < at + place->bytes) return at + align_slot(place->bytes);
    }
    return 0;
}

static bool find_room(enum buffer_id buffer, uint32_t bytes, uint32_t from, uint32_t* at) {
    const uint32_t end = machine->buffer_bytes[buffer];
    for (uint32_t begin = from; begin <= end && bytes <= end - begin;) {
        const uint32_t next = obstacle(buffer, begin, bytes);
        if (next == 0) {
            *at = begin;
            return true;
        }
        begin = next;
    }
    return false;
}

struct place* space_keep(uint32_t tensor, uint32_t rows, uint32_t stride, uint32_t last_use, uint32_t chunk_rows,
                         const enum buffer_id* order, uint32_t count) {
    struct place* place = NULL;
    for (uint32_t i = 0; i < PLACES_MAX && place == NULL; ++i)
        if (!places[i].taken) place = &places[i];
    const uint64_t bytes = (uint64_t)rows * stride;
    if (place == NULL || !machine->resident || bytes > 1u << 24) return NULL;
    for (uint32_t i = 0; i < count; ++i) {
        const enum buffer_id buffer = order[i];
        uint32_t at;
        if (!find_room(buffer, (uint32_t)bytes, rover[buffer], &at) && !find_room(buffer, (uint32_t)bytes, 0, &at))
            continue;
        rover[buffer] = at + align_slot((uint32_t)bytes);
        *place = (struct place){.taken = true,
                                .tensor = tensor,
                                .last_use = last_use,
                                .buffer = buffer,
                                .address = machine->buffer_base[buffer] + at,
                                .bytes = (uint32_t)bytes,
                                .stride = stride,
                                .rows = rows,
                                .chunk_rows = chunk_rows};
        return place;
    }
    return NULL;
}

void space_give_up(struct place* place) {
    if (place != NULL) place->taken = false;
}

void space_take_back(struct place* place) {
    if (place != NULL) place->taken = true;
}

bool space_evict_others(const struct place* a, const struct place* b, const struct place* y) {
    bool evicted = false;
    for (uint32_t i = 0; i < PLACES_MAX; ++i) {
        struct place* place = &places[i];
        if (!place->taken || place == a || place == b || place == y) continue;
        place->taken = false;
        evicted = true;
    }
    return evicted;
}

/* The start of the first place at or behind `from`, or the buffer's end; *behind: where that place ends. */
static uint32_t next_place(enum buffer_id buffer, uint32_t from, uint32_t* behind) {
    uint32_t first = machine->buffer_bytes[buffer];
    *behind = first;
    for (uint32_t i = 0; i < PLACES_MAX; ++i) {
        if (!places[i].taken || places[i].buffer != buffer) continue;
        const uint32_t at = offset_of(&places[i]);
        if (at < from || at >= first) continue;
        first = at;
        *behind = at + align_slot(places[i].bytes);
    }
    return first;
}

struct window space_window(enum buffer_id buffer) {
    const uint32_t end = machine->buffer_bytes[buffer];
    struct window best = {machine->buffer_base[buffer], 0};
    for (uint32_t begin = 0; begin < end;) {
        uint32_t behind;
        const uint32_t limit = next_place(buffer, begin, &behind);
        if (limit - begin > best.bytes) best = (struct window){machine->buffer_base[buffer] + begin, limit - begin};
        begin = behind;
    }
    return best;
}

/* Two halves for products, and behind them a part for the parameters of row-wise layers. */
#define HALVES_FROM_BYTES 65536u
#define PARAMS_PART 24u /* of the buffer */

struct window space_weights(uint32_t bytes) {
    const uint32_t base = machine->buffer_base[BUFFER_WEIGHT];
    const uint32_t all = machine->buffer_bytes[BUFFER_WEIGHT];
    if (!machine->prefetch || all < HALVES_FROM_BYTES) return (struct window){base, all};
    const uint32_t params = all / PARAMS_PART & ~(PLAN_SLOT_ALIGN - 1u);
    const uint32_t half = (all - params) / 2u & ~(PLAN_SLOT_ALIGN - 1u);
    if (bytes != 0 && bytes <= params) return (struct window){base + 2u * half, params};
    weights_turn = !weights_turn;
    return (struct window){base + (weights_turn ? half : 0u), half};
}

static void note(enum buffer_id buffer, struct use use) {
    if (use_count[buffer] == USES_MAX) {
        /* One use of everything by all: wider than the truth, never narrower. */
        uses[buffer][0] = (struct use){0, machine->buffer_bytes[buffer], use.layer, 0xffffffffu};
        use_count[buffer] = 1;
    }
    uses[buffer][use_count[buffer]++] = use;
}

void space_claim(uint32_t layer, enum buffer_id buffer, uint32_t address, uint32_t bytes, uint32_t users,
                 struct queue_mark* after) {
    if (bytes == 0) return;
    const uint32_t begin = address - machine->buffer_base[buffer];
    const uint32_t end = begin + bytes;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < use_count[buffer]; ++i) {
        const struct use use = uses[buffer][i];
        const bool overlaps = use.begin < end && begin < use.end;
        if (use.layer != layer && overlaps) {
            flight_join(use.layer, use.users, after);
            /* Whoever comes after this layer waits for it, and it waits for them. */
            if (begin <= use.begin && use.end <= end) continue;
        }
        if (use.layer == layer || flight_under_way(use.layer)) uses[buffer][kept++] = use;
    }
    use_count[buffer] = kept;
    note(buffer, (struct use){begin, end, layer, users});
}

void space_read(uint32_t layer, const struct place* place, uint32_t users) {
    if (place == NULL) return;
    const uint32_t begin = offset_of(place);
    note(place->buffer, (struct use){begin, begin + place->bytes, layer, users});
}

void place_written(struct place* place, uint32_t first, uint32_t rows, struct token token) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i < PLACE_CHUNKS_MAX && begin < first + rows; ++i, begin += place->chunk_rows)
        if (first < begin + place->chunk_rows) place->ready[i] = token;
}

uint32_t place_waits(const struct place* place, uint32_t first, uint32_t rows, uint32_t cause, struct dependency* waits,
                     uint32_t count) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i < PLACE_CHUNKS_MAX && begin < first + rows; ++i, begin += place->chunk_rows)
        if (first < begin + place->chunk_rows) waits[count++] = (struct dependency){place->ready[i], cause};
    return count;
}
