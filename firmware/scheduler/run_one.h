/* One layer alone, for a person who looks at layers one by one. */
#ifndef STAVP_FIRMWARE_RUN_ONE_H
#define STAVP_FIRMWARE_RUN_ONE_H

#include "firmware/drivers/sysctl.h"
#include "firmware/scheduler/workload.h"

/* Runs layer `index` from memory to memory: nothing is fused into it, nothing overlaps it, nothing stays on chip. What
 * it reads must be in memory, from the workload or from layers that ran. Reports markers as the scheduler does, prints
 * the layer's line, and leaves interrupts enabled. `cycles`: from its first command to its last store. */
enum firmware_error run_one_layer(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  uint64_t* cycles);

#endif
