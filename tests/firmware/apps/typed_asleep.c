#include "firmware/boot/app.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/uart_input.h"
#include "tests/firmware/apps/echo_lines.h"

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    uart_listen();
    cpu_enable_interrupts();
    return echo_lines();
}
