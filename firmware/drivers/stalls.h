/* What the engines have done with their cycles: sysctl's counters, read only. */
#ifndef STAVP_FIRMWARE_STALLS_H
#define STAVP_FIRMWARE_STALLS_H

#include <stdint.h>

#define STALL_CAUSES 21u
#define STALL_BUSY 0u
#define STALL_NO_COMMAND 9u

/* `queue`: enum queue_id. Accelerator cycles since reset; what a DMA channel's time was spent on is known when its
 * transfer ends. */
uint64_t stalls_cycles(uint32_t queue, uint32_t cause);
const char* stalls_name(uint32_t cause);

#endif
