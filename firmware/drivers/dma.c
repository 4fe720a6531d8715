#include "firmware/drivers/dma.h"

struct channel_range {
    uint32_t first, count, next;
};

static uint32_t channels_built;
static struct channel_range ranges[DMA_STREAMS];

static const union command copy_prototype = {.dma = {.header = {.opcode = STAVP_OP_DMA_COPY}}};

void dma_init(uint32_t channels) {
    channels_built = channels < 1 ? 1 : channels > DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX : channels;
    dma_set_share(DMA_MOSTLY_LOADS);
}

void dma_set_share(enum dma_share share) {
    uint32_t stores = channels_built / (share == DMA_HALF_STORES ? 2u : 4u);
    if (stores == 0) stores = 1;
    const uint32_t loads = channels_built > stores ? channels_built - stores : 1;
    ranges[DMA_LOADS] = (struct channel_range){0, loads, 0};
    ranges[DMA_STORES] = (struct channel_range){channels_built - stores, stores, 0};
}

uint32_t dma_queue(enum dma_stream stream) {
    struct channel_range* range = &ranges[stream];
    const uint32_t channel = range->first + range->next;
    if (++range->next == range->count) range->next = 0;
    return QUEUE_DMA0 + channel;
}

struct token dma_copy(uint32_t queue, const struct dma_block* block, uint32_t tag,
                      const struct dependency* dependencies, uint32_t count) {
    struct stavp_dma_descriptor* dma = &queue_begin(queue, &copy_prototype, dependencies, count)->dma;
    dma->header.tag = tag;
    dma->source = block->source;
    dma->destination = block->destination;
    if (block->source_stride == block->row_bytes && block->destination_stride == block->row_bytes) {
        dma->row_bytes = block->row_bytes * block->rows;
        dma->rows = 1;
        return queue_submit(queue);
    }
    dma->row_bytes = block->row_bytes;
    dma->rows = block->rows;
    dma->source_stride = block->source_stride;
    dma->destination_stride = block->destination_stride;
    return queue_submit(queue);
}
