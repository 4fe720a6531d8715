/* Copies by DMA. See driver.h; the scheduler's copies are in dma.h. */
#ifndef FIRMWARE_DRIVERS_COPY_H
#define FIRMWARE_DRIVERS_COPY_H

#include "firmware/drivers/dma.h"
#include "firmware/drivers/driver.h"

/* Copies block->rows rows of row_bytes bytes, each at least 1, between DDR and the buffers or within them. Addresses
 * and strides of any alignment; source and destination lie in DDR or in one buffer as a whole and do not overlap (not
 * checked). Channels are taken in turn, so that submitted copies may overtake each other. */
enum driver_status dma_copy_2d(const struct dma_block* block, uint32_t timeout_us);
enum driver_status dma_copy_submit(const struct dma_block* block, const struct driver_after* after, struct token* done);
/* One row. */
enum driver_status dma_copy_bytes(uint64_t destination, uint64_t source, uint32_t bytes, uint32_t timeout_us);

#endif
