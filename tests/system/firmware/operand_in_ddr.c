/* The array is given activations in DDR; it works on the on-chip buffers only. */
#include "firmware/boot/app.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    struct stavp_sta_descriptor* sta = &faulty_machine_command(QUEUE_STA, STAVP_OP_STA_MATMUL, 0x20001)->sta;
    sta->header.flags = STAVP_STA_INLINE_REQUANT;
    sta->x = 0x80800000u;
    sta->w = 0x50000000u;
    sta->y = 0x53000000u;
    sta->m = sta->n = sta->k = 4;
    sta->x_stride = sta->w_stride = sta->y_stride = 4;
    sta->y_type = STAVP_I8;
    sta->mult = 1;
    sta->shift = 1;
    queue_submit(QUEUE_STA);
    return faulty_machine_run();
}
