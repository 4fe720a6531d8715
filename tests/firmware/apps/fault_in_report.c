/* The hook that the report of a fault calls faults itself. */
#include "firmware/boot/app.h"
#include "firmware/boot/fault.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/uart.h"

void fault_hook(const struct fault* fault) {
    uart_puts("hook of ");
    uart_puts(fault_cause_text(fault->cause));
    mmio_write32(0x54, 1);
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    return (int)mmio_read32(0x50);
}
