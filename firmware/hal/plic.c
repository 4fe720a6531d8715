#include "firmware/hal/plic.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"

#define PLIC_PRIORITY 0x0u
#define PLIC_ENABLE 0x2000u
#define PLIC_THRESHOLD 0x200000u
#define PLIC_CLAIM 0x200004u

static plic_handler handlers[PLIC_SOURCES];

void plic_enable(uint32_t source, plic_handler handler) {
    if (source == 0 || source >= PLIC_SOURCES) return;
    handlers[source] = handler;
    mmio_write32(PLIC_BASE + PLIC_PRIORITY + 4u * source, 1);
    const uintptr_t word = PLIC_BASE + PLIC_ENABLE + 4u * (source / 32u);
    mmio_write32(word, mmio_read32(word) | 1u << (source % 32u));
    mmio_write32(PLIC_BASE + PLIC_THRESHOLD, 0);
}

void plic_dispatch(void) {
    for (;;) {
        const uint32_t source = mmio_read32(PLIC_BASE + PLIC_CLAIM);
        if (source == 0) return;
        if (source < PLIC_SOURCES && handlers[source] != 0) handlers[source]();
        mmio_write32(PLIC_BASE + PLIC_CLAIM, source);
    }
}
