/* Layers in flight: submitted, perhaps begun, not known to have ended. Their markers are written from the interrupt
 * that tells of their last command, so that they are on time while the host works on later layers. */
#ifndef STAVP_FIRMWARE_FLIGHT_H
#define STAVP_FIRMWARE_FLIGHT_H

#include "firmware/drivers/queue.h"
#include "workloads/format/nmw.h"

#define FLIGHT_MAX 4u
#define FLIGHT_NO_LAYER 0xffffffffu

struct flight_layer {
    const struct nmw_layer* entry;
    uint32_t layer;
    uint32_t fused;  /* a layer done inside it, or FLIGHT_NO_LAYER */
    uint32_t next;   /* the layer that begins where it ends, or FLIGHT_NO_LAYER */
    uint32_t output; /* tensor that it writes */
    uint32_t tile_rows, tile_cols;
};

void flight_init(void);
/* A layer is about to be submitted; there is room. It begins where the one before ends, if that one says so,
 * else now. */
void flight_begin(const struct flight_layer* layer);
/* All its commands are submitted and their doorbells rung. */
void flight_submitted(void);
/* Prints until at most `most` layers are in flight, or a fault; sleeps when there is nothing to print. */
void flight_wait(uint32_t most);
/* The oldest layer that has not ended; `next` if all that have begun have. */
uint32_t flight_oldest(uint32_t next);
/* Cycles of the layers that ended. */
uint64_t flight_cycles(void);
bool flight_under_way(uint32_t layer);
/* Adds to `mark` the commands of `layer` on the queues of `users` (enum space_users), if it is in flight. */
void flight_join(uint32_t layer, uint32_t users, struct queue_mark* mark);
/* Adds the stores of the layer in flight that writes a tensor, if there is one. */
void flight_join_writer(uint32_t tensor, struct queue_mark* mark);

#endif
