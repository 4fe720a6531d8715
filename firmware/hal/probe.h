/* Accesses that may fault: devices that may not be there, addresses that somebody typed. */
#ifndef FIRMWARE_HAL_PROBE_H
#define FIRMWARE_HAL_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/* One access of 1, 2, 4 or 8 bytes, in an interrupt handler as well; interrupts wait meanwhile. False, with *value
 * untouched, if it takes an exception. */
bool probe_load(uintptr_t address, unsigned bytes, uint64_t* value);
bool probe_store(uintptr_t address, unsigned bytes, uint64_t value);

/* A 32-bit register. */
static inline bool probe_read32(uintptr_t address, uint32_t* value) {
    uint64_t word;
    if (!probe_load(address, sizeof *value, &word)) return false;
    *value = (uint32_t)word;
    return true;
}

#endif
