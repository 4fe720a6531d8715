/* A pool of equal slots in an on-chip buffer, and who may touch each of them when. */
#ifndef STAVP_FIRMWARE_POOL_H
#define STAVP_FIRMWARE_POOL_H

#include "firmware/drivers/queue.h"
#include "firmware/scheduler/plan_gemm.h"

#define POOL_EMPTY 0u

struct pool_slot {
    uint32_t address;
    uint32_t content;                      /* which tile it holds; POOL_EMPTY: none */
    uint32_t parts;                        /* in how many pieces the tile arrives */
    struct token ready[PLAN_X_CHUNKS_MAX]; /* the piece was written; undefined before it is loaded */
    struct token released;                 /* the last reader so far; readers of a slot share one queue */
};

struct pool {
    struct pool_slot slot[PLAN_SLOTS_MAX];
    uint32_t slots;
    uint32_t current;
};

void pool_init(struct pool* pool, uint32_t address, uint32_t slot_bytes, uint32_t slots);
/* The slot that holds `content`, or NULL. It becomes the current one. */
struct pool_slot* pool_find(struct pool* pool, uint32_t content);
/* The slot after the current one, to be overwritten with `content` after its `released`. */
struct pool_slot* pool_replace(struct pool* pool, uint32_t content);

#endif
