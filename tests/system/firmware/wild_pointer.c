/* Calls a function where nothing is mapped. */
#include "firmware/boot/app.h"
#include "firmware/hal/uart.h"

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    int (*const nowhere)(void) = (int (*)(void))0x60000004ul;
    return nowhere();
}
