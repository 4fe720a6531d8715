/* Sleeps until the timer interrupt ten times; callee-saved and caller-saved registers survive the handler. */
#include "firmware/boot/app.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"

#define PERIOD_TICKS 1000u

static volatile unsigned ticks;

void clint_timer_interrupt(void) {
    ++ticks;
    clint_set_timer(UINT64_MAX);
}

static void sleep_once(void) {
    const unsigned before = ticks;
    clint_set_timer(clint_time() + PERIOD_TICKS);
    while (ticks == before) {
        cpu_wait_for_interrupt();
        cpu_enable_interrupts();
        cpu_disable_interrupts();
    }
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    cpu_set_timer_interrupt(true);
    const uint64_t start = clint_time();
    for (int i = 0; i < 10; ++i)
        sleep_once();
    uart_puts(clint_time() - start >= 10u * PERIOD_TICKS ? "slept " : "woke early ");
    uart_put_decimal(ticks);
    uart_puts("\n");
    return ticks == 10 ? 0 : 1;
}
