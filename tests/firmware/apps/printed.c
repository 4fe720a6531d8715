#include "firmware/boot/app.h"
#include "firmware/hal/uart.h"

#include <stdio.h>

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    printf("%d %u %-3c| %5s %04x %llu %p\n", -5, 7u, 'c', "abc", 0x2au, 1ull << 63, (void*)16);
    return 0;
}
