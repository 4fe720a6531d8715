#include "firmware/drivers/copy.h"

#include "firmware/drivers/check.h"

enum driver_status dma_copy_submit(const struct dma_block* block, const struct driver_after* after,
                                   struct token* done) {
    static uint32_t next;
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!in_memory(block->source, block->rows, block->row_bytes, block->source_stride) ||
        !in_memory(block->destination, block->rows, block->row_bytes, block->destination_stride))
        return DRIVER_BAD_ARGUMENT;
    const uint32_t channel = next < drivers_machine()->dma_channels ? next : 0;
    next = channel + 1u;
    const union command command = {.dma = {.header = {.opcode = STAVP_OP_DMA_COPY},
                                           .source = block->source,
                                           .destination = block->destination,
                                           .row_bytes = block->row_bytes,
                                           .rows = block->rows,
                                           .source_stride = block->source_stride,
                                           .destination_stride = block->destination_stride}};
    return driver_submit(QUEUE_DMA0 + channel, &command, after, done);
}

enum driver_status dma_copy_2d(const struct dma_block* block, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = dma_copy_submit(block, 0, &done);
    return driver_finish(status, done, timeout_us);
}

enum driver_status dma_copy_bytes(uint64_t destination, uint64_t source, uint32_t bytes, uint32_t timeout_us) {
    const struct dma_block block = {.source = source, .destination = destination, .row_bytes = bytes, .rows = 1};
    return dma_copy_2d(&block, timeout_us);
}
