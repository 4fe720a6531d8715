/* Accesses that may go wrong. */
#ifndef STAVP_FIRMWARE_MONITOR_GUARDED_H
#define STAVP_FIRMWARE_MONITOR_GUARDED_H

#include <stdbool.h>
#include <stdint.h>

/* One access of 1, 2, 4 or 8 bytes; false where it takes an exception. Interrupts wait meanwhile. */
bool guarded_load(uint64_t address, unsigned bytes, uint64_t* value);
bool guarded_store(uint64_t address, unsigned bytes, uint64_t value);

#endif
