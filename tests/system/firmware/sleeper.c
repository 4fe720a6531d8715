/* Sleeps without any interrupt enabled. */
#include "firmware/boot/app.h"
#include "firmware/hal/cpu.h"

int firmware_main(uint64_t image) {
    (void)image;
    for (;;)
        cpu_wait_for_interrupt();
}
