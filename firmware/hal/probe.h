/* Looking for devices that may not be there. */
#ifndef FIRMWARE_HAL_PROBE_H
#define FIRMWARE_HAL_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads a 32-bit register. False, with *value untouched, if the access faults. */
bool probe_read32(uintptr_t address, uint32_t* value);

#endif
