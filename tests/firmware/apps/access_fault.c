/* A load where nothing is mapped on either machine, three calls deep. */
#include "firmware/boot/app.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/uart.h"

static volatile uint32_t calls;

__attribute__((noipa)) static uint32_t read_device(uintptr_t address) {
    return mmio_read32(address);
}

__attribute__((noipa)) static uint32_t middle(uintptr_t address) {
    uint32_t frame[40]; /* a frame of a size of its own */
    for (uint32_t i = 0; i < 40; ++i)
        frame[i] = calls + i;
    ++calls;
    return read_device(address) + frame[calls % 40];
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    const uint32_t value = middle(0x50);
    return (int)(value + calls);
}
