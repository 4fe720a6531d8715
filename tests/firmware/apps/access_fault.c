#include "firmware/boot/app.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/uart.h"

/* Nothing is mapped at 0x50 on either machine. */
int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    return (int)mmio_read32(0x50);
}
