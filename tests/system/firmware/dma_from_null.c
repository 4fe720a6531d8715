/* A copy from address 0. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    struct stavp_dma_descriptor* dma = &faulty_machine_command(QUEUE_DMA0 + 1, STAVP_OP_DMA_COPY, 0x30007)->dma;
    dma->source = 0;
    dma->destination = 0x50000000u;
    dma->row_bytes = 64;
    dma->rows = 1;
    queue_submit(QUEUE_DMA0 + 1);
    return faulty_machine_run();
}
