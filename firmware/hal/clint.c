#include "firmware/hal/clint.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"

#define CLINT_MSIP 0x0u
#define CLINT_MTIMECMP 0x4000u
#define CLINT_MTIME 0xbff8u

uint64_t clint_time(void) {
    return mmio_read64(CLINT_BASE + CLINT_MTIME);
}

void clint_set_timer(uint64_t time) {
    mmio_write64(CLINT_BASE + CLINT_MTIMECMP, time);
}

uint64_t clint_timer(void) {
    return mmio_read64(CLINT_BASE + CLINT_MTIMECMP);
}

void clint_set_software_interrupt(uint32_t pending) {
    mmio_write32(CLINT_BASE + CLINT_MSIP, pending);
}

__attribute__((weak)) void clint_timer_interrupt(void) {
    clint_set_timer(UINT64_MAX);
}
