#include "firmware/drivers/dma.h"

/* Bit c: the stream may use channel c. Row: channels - 1. */
static const uint8_t stream_channels[DMA_CHANNELS_MAX][DMA_STREAMS] = {
    {0x01, 0x01, 0x01}, {0x01, 0x01, 0x02}, {0x01, 0x02, 0x04}, {0x03, 0x04, 0x08},
    {0x03, 0x0c, 0x10}, {0x03, 0x0c, 0x30}, {0x43, 0x0c, 0x30}, {0x43, 0x8c, 0x30},
};

static uint32_t channels_built;
static uint32_t last_channel[DMA_STREAMS];

static const union command copy_prototype = {.dma = {.header = {.opcode = STAVP_OP_DMA_COPY}}};

void dma_init(uint32_t channels) {
    channels_built = channels < 1 ? 1 : channels > DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX : channels;
    for (uint32_t s = 0; s < DMA_STREAMS; ++s)
        last_channel[s] = DMA_CHANNELS_MAX - 1u;
}

uint32_t dma_queue(enum dma_stream stream) {
    const uint32_t allowed = stream_channels[channels_built - 1u][stream];
    uint32_t channel = last_channel[stream];
    do
        channel = (channel + 1u) % DMA_CHANNELS_MAX;
    while ((allowed >> channel & 1u) == 0);
    last_channel[stream] = channel;
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
