#include "firmware/drivers/dma.h"

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
