/* A good command whose chain goes on where no memory is. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    faulty_machine_command(QUEUE_VECTOR, STAVP_OP_NOP, 0x10002)->header.next = 0x60000080u;
    queue_submit(QUEUE_VECTOR);
    return faulty_machine_run();
}
