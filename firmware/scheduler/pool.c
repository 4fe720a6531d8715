#include "firmware/scheduler/pool.h"

#include <stddef.h>

void pool_init(struct pool* pool, uint32_t address, uint32_t slot_bytes, uint32_t slots) {
    pool->slots = slots;
    pool->current = slots - 1u;
    for (uint32_t i = 0; i < slots; ++i, address += slot_bytes) {
        struct pool_slot* slot = &pool->slot[i];
        slot->address = address;
        slot->content = POOL_EMPTY;
        slot->parts = 1;
        slot->released = (struct token){0, 0};
    }
}

/* From the current slot on: that one or the one after it is wanted nearly always. Slots are filled in this order, too,
 * so that behind an empty one there is nothing. */
struct pool_slot* pool_find(struct pool* pool, uint32_t content) {
    uint32_t at = pool->current;
    for (uint32_t i = 0; i < pool->slots; ++i) {
        struct pool_slot* slot = &pool->slot[at];
        if (slot->content == content) {
            pool->current = at;
            return slot;
        }
        if (slot->content == POOL_EMPTY && i != 0) return NULL;
        if (++at == pool->slots) at = 0;
    }
    return NULL;
}

struct pool_slot* pool_replace(struct pool* pool, uint32_t content) {
    if (++pool->current == pool->slots) pool->current = 0;
    struct pool_slot* slot = &pool->slot[pool->current];
    slot->content = content;
    slot->parts = 1;
    return slot;
}
