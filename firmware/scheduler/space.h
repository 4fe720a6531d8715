/* Who uses which bytes of the on-chip buffers, and which activations stay in them from layer to layer. */
#ifndef STAVP_FIRMWARE_SPACE_H
#define STAVP_FIRMWARE_SPACE_H

#include "firmware/drivers/queue.h"
#include "firmware/drivers/sysctl.h"

/* A resident activation becomes ready in up to so many groups of rows. */
#define PLACE_CHUNKS_MAX 4u

/* A whole activation on chip. It is stored to memory as well: giving it up costs nothing but a later load. */
struct place {
    bool taken;
    uint32_t tensor;
    uint32_t last_use; /* layer */
    enum buffer_id buffer;
    uint32_t address;
    uint32_t bytes;
    uint32_t stride;
    uint32_t rows;
    uint32_t chunk_rows;
    struct token ready[PLACE_CHUNKS_MAX]; /* of rows chunk_rows * i onwards */
};

/* Which queues touch a range. */
enum space_users { USED_BY_STA = 1, USED_BY_SOFTMAX = 2, USED_BY_VECTOR = 4, USED_BY_DMA = 8 };

struct window {
    uint32_t address;
    uint32_t bytes;
};

void space_init(const struct machine* machine);
/* Frees places whose last use is before `layer`. */
void space_retire(uint32_t layer);
/* The place of a tensor or NULL. */
struct place* space_lookup(uint32_t tensor);
/* A new place for rows x stride bytes in the first of `count` buffers with room, or NULL. */
struct place* space_keep(uint32_t tensor, uint32_t rows, uint32_t stride, uint32_t last_use, uint32_t chunk_rows,
                         const enum buffer_id* order, uint32_t count);
void space_give_up(struct place* place);
/* Undoes it, as long as no other place was made. */
void space_take_back(struct place* place);
/* Gives up every place but these; false if there was none. */
bool space_evict_others(const struct place* a, const struct place* b, const struct place* y);
/* The largest range of a buffer in which no place lies. */
struct window space_window(enum buffer_id buffer);
/* A range of the weight buffer for the next layer: layers take turns, so that one can load while another works.
 * `bytes`: how much it needs at most, 0 = as much as there is. */
struct window space_weights(uint32_t bytes);
/* Notes that `layer` uses a range, and adds to `after` what earlier layers in flight still have to do with it. */
void space_claim(uint32_t layer, enum buffer_id buffer, uint32_t address, uint32_t bytes, uint32_t users,
                 struct queue_mark* after);
/* Notes that `layer` reads a place. */
void space_read(uint32_t layer, const struct place* place, uint32_t users);

/* Rows [first, first + rows) have been written once `token` is done. */
void place_written(struct place* place, uint32_t first, uint32_t rows, struct token token);
/* Appends what rows [first, first + rows) wait for; returns the new count. */
uint32_t place_waits(const struct place* place, uint32_t first, uint32_t rows, uint32_t cause, struct dependency* waits,
                     uint32_t count);

#endif
