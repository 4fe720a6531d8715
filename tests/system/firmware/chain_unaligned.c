/* A good command whose chain goes on at an address that is no multiple of 128. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    faulty_machine_command(QUEUE_DMA0, STAVP_OP_NOP, 0x10002)->header.next = 0x80800008u;
    queue_submit(QUEUE_DMA0);
    return faulty_machine_run();
}
