/* The timer's handler calls through a bad pointer. */
#include "firmware/boot/app.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"

static void (*volatile handler)(void) = (void (*)(void))0x54;

void clint_timer_interrupt(void) {
    handler();
    uart_puts("not here\n");
}

__attribute__((noinline)) static void wait_for_ever(void) {
    for (;;)
        cpu_wait_for_interrupt();
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    cpu_set_timer_interrupt(true);
    clint_set_timer(clint_time() + 100);
    cpu_enable_interrupts();
    wait_for_ever();
    return 0;
}
