/* Starts the watchdog, tries to stop it by a stray store, and hangs. */
#include "firmware/boot/app.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/watchdog.h"
#include "fw/watchdog_regs.h"

static void bark(void) {
    uart_puts("bark\n");
}

__attribute__((noipa)) static void hang(void) {
    for (;;)
        cpu_wait_for_interrupt();
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    watchdog_on_bark(bark);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    watchdog_start(200, 100);
    mmio_write32(WATCHDOG_BASE + WATCHDOG_CTRL_OFFSET, 0);
    hang();
    return 0;
}
