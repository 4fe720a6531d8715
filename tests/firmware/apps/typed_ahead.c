/* Takes nothing until far more was sent than UART and ring hold, then all of it. */
#include "firmware/boot/app.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/uart_input.h"

#include <stdio.h>

#define LONG_TICKS 300000u

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    uart_listen();
    cpu_enable_interrupts();
    const uint64_t start = clint_time();
    while (clint_time() - start < LONG_TICKS) {
    }
    int count = 0;
    unsigned sum = 0;
    for (int character = getchar(); character != '\n'; character = getchar()) {
        sum = sum * 31u + (unsigned)character;
        ++count;
    }
    printf("%d characters, sum %08x\n", count, sum);
    return 0;
}
