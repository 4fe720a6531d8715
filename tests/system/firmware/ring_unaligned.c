/* A ring of commands that does not begin at a multiple of 128. */
#include "firmware/boot/app.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/sta_regs.h"
#include "tests/system/firmware/faulty_machine.h"

int firmware_main(uint64_t image) {
    (void)image;
    faulty_machine_start();
    faulty_machine_command(QUEUE_STA, STAVP_OP_STA_MATMUL, 0x10002);
    mmio_write64(STA_BASE + STA_QUEUE_BASE_OFFSET, 0x80800040u);
    queue_submit(QUEUE_STA);
    return faulty_machine_run();
}
