#include "firmware/boot/app.h"
#include "firmware/hal/uart.h"
#include "tests/firmware/apps/echo_lines.h"

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    return echo_lines();
}
