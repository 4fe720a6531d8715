/* A copy that runs over the end of the default weight buffer of 256 KiB: the second of its bursts of 256 bytes fails.
 */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    struct stavp_dma_descriptor* dma = &faulty_machine_command(QUEUE_DMA0 + 1, STAVP_OP_DMA_COPY, 0x30007)->dma;
    dma->source = 0x80800000u;
    dma->destination = 0x5003ff00u;
    dma->row_bytes = 512;
    dma->rows = 1;
    queue_submit(QUEUE_DMA0 + 1);
    return faulty_machine_run();
}
