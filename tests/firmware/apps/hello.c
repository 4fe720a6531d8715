#include "firmware/boot/app.h"
#include "firmware/hal/uart.h"

static int zeroed;
static int initialised = 41;

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    uart_puts("sum ");
    uart_put_decimal((uint64_t)(zeroed + ++initialised));
    uart_puts(" base ");
    uart_put_hex((uint64_t)(uintptr_t)&firmware_main & ~0xfffffull);
    uart_puts("\n");
    return 7;
}
