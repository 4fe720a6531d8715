/* A softmax over no rows. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    struct stavp_softmax_descriptor* softmax =
        &faulty_machine_chained(QUEUE_SOFTMAX, STAVP_OP_SOFTMAX_ROWS, 0x50000)->softmax;
    softmax->x = 0x52000000u;
    softmax->y = 0x52001000u;
    softmax->cols = softmax->valid = 8;
    softmax->x_stride = 16;
    softmax->y_stride = 8;
    queue_submit(QUEUE_SOFTMAX);
    return faulty_machine_run();
}
