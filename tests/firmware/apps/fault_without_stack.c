/* An illegal instruction with a stack pointer and a global pointer that point nowhere. */
#include "firmware/boot/app.h"
#include "firmware/hal/uart.h"

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    __asm__ volatile("li sp, 0x60000000\n\tli gp, 8\n\tunimp");
    return 0;
}
