#include "firmware/drivers/dma.h"

#include "firmware/drivers/events.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/dma_regs.h"

static uint32_t channels_built;
struct dma_channels dma_channels[DMA_STREAMS];

void dma_init(uint32_t channels) {
    channels_built = channels < 1 ? 1 : channels > DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX : channels;
    dma_set_share(DMA_MOSTLY_LOADS);
}

void dma_set_share(enum dma_share share) {
    uint32_t stores = channels_built / (share == DMA_HALF_STORES ? 2u : 4u);
    if (stores == 0) stores = 1;
    const uint32_t loads = channels_built > stores ? channels_built - stores : 1;
    dma_channels[DMA_LOADS] = (struct dma_channels){0, loads, 0};
    dma_channels[DMA_STORES] = (struct dma_channels){channels_built - stores, stores, 0};
}

static uint64_t bytes_written(uint32_t channel) {
    return mmio_read64(DMA_BASE + DMA_CHANNEL_BYTES_OFFSET + channel * DMA_CHANNEL_BYTES_STRIDE);
}

uint64_t dma_position(void) {
    uint64_t sum = 0;
    for (uint32_t channel = 0; channel < channels_built; ++channel)
        sum += bytes_written(channel);
    return sum;
}

/* Of the commands whose doorbell was rung and that are not complete. */
static uint64_t bytes_to_come(uint32_t channel) {
    const struct queue* queue = &queues[QUEUE_DMA0 + channel];
    const uint32_t left = (queue->rung - sync_value(QUEUE_DMA0 + channel)) & SYNC_VALUE_MASK;
    uint64_t bytes = 0;
    for (uint32_t i = 1; i <= left; ++i) {
        const union command* command = &queue->ring[(queue->rung - i) % QUEUE_RING_ENTRIES];
        if (command->header.opcode == STAVP_OP_DMA_COPY) bytes += (uint64_t)command->dma.row_bytes * command->dma.rows;
    }
    return bytes;
}

bool dma_check_copies(void) {
    bool good = true;
    for (uint32_t channel = 0; channel < channels_built; ++channel) {
        const uint64_t least = queue_dma_bytes_rung[channel] - bytes_to_come(channel);
        const uint64_t written = bytes_written(channel);
        if (written >= least) continue;
        const struct event event = {EVENT_SHORT_COPY, 1, QUEUE_DMA0 + channel, least - written};
        good = false;
        events_add(&event);
        queue_declare_fault(FAULT_SHORT_COPY, QUEUE_DMA0 + channel, 0);
    }
    return good;
}
