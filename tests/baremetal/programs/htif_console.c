/* HTIF alone: characters to device 1, acknowledged in fromhost, then the exit. No UART, no finisher. */
#include "virt.h"

#define PUT_CHARACTER (1ul << 56 | 1ul << 48)

__attribute__((section(".tohost"), aligned(64))) volatile uint64_t tohost = 0;
__attribute__((section(".tohost"), aligned(64))) volatile uint64_t fromhost = 0;

static void htif_text(const char* text) {
    for (; *text != 0; ++text) {
        tohost = PUT_CHARACTER | (uint8_t)*text;
        while (fromhost == 0 || tohost != 0)
            ;
        fromhost = 0;
    }
}

int main(void) {
    htif_text("hello, htif\n");
    for (;;)
        tohost = 5ul << 1 | 1;
}
