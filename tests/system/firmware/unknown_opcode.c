/* A command that the vector unit does not know. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    faulty_machine_chained(QUEUE_VECTOR, 77, 0x40003);
    queue_submit(QUEUE_VECTOR);
    return faulty_machine_run();
}
