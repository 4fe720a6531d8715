/* Copies over the DMA channels: loads and stores apart, so that a store that waits for its result does not hold up the
 * loads of later tiles. */
#ifndef STAVP_FIRMWARE_DMA_H
#define STAVP_FIRMWARE_DMA_H

#include "firmware/drivers/queue.h"
#include "firmware/hal/protected.h"

#include <stdbool.h>

enum dma_stream { DMA_LOADS, DMA_STORES, DMA_STREAMS };

/* How a layer shares the channels out. */
enum dma_share { DMA_MOSTLY_LOADS, DMA_HALF_STORES };

/* A block of `rows` rows of `row_bytes` bytes; strides in bytes. */
struct dma_block {
    uint64_t source;
    uint64_t destination;
    uint32_t row_bytes;
    uint32_t rows;
    uint64_t source_stride;
    uint64_t destination_stride;
};

void dma_init(uint32_t channels);
/* At least one channel for each stream, a common one if there is only one; see docs/firmware.md. */
void dma_set_share(enum dma_share share);

struct dma_channels {
    uint32_t first, count, next;
};

extern struct dma_channels dma_channels[DMA_STREAMS];

/* Protected builds only. A number that changes as long as bytes arrive. */
uint64_t dma_position(void);
/* Compares each channel: a fault, and false, if one has written fewer bytes than its complete commands have. What a
 * command in work has written may hide what is missing, until it is complete. With interrupts disabled. */
bool dma_check_copies(void);
static const union command dma_prototype = {.words = {STAVP_OP_DMA_COPY}};

/* The queue that takes the next transfer of a stream. Parts of one transfer go to one queue: the last one's token
 * then stands for all. */
static QUEUE_INLINE uint32_t dma_queue(enum dma_stream stream) {
    struct dma_channels* channels = &dma_channels[stream];
    const uint32_t channel = channels->first + channels->next;
    if (++channels->next == channels->count) channels->next = 0;
    return QUEUE_DMA0 + channel;
}

/* The queue that took the last transfer of a stream. */
static inline uint32_t dma_last_queue(enum dma_stream stream) {
    const struct dma_channels* channels = &dma_channels[stream];
    return QUEUE_DMA0 + channels->first + (channels->next != 0 ? channels->next : channels->count) - 1u;
}

static QUEUE_INLINE struct token dma_copy(uint32_t queue, const struct dma_block* block, uint32_t tag,
                                          const struct dependency* dependencies, uint32_t count) {
    struct stavp_dma_descriptor* dma =
        &queue_begin(queue, &dma_prototype, QUEUE_HEADER_WORDS, tag, dependencies, count)->dma;
    const bool contiguous = block->source_stride == block->row_bytes && block->destination_stride == block->row_bytes;
    dma->source = block->source;
    dma->destination = block->destination;
    dma->row_bytes = contiguous ? block->row_bytes * block->rows : block->row_bytes;
    dma->rows = contiguous ? 1 : block->rows;
    dma->source_stride = block->source_stride;
    dma->destination_stride = block->destination_stride;
    if (PROTECTED) queue_dma_bytes[queue - QUEUE_DMA0] += (uint64_t)block->row_bytes * block->rows;
    return queue_submit(queue);
}

#endif
