/* What the scheduler does about faults (protected build): docs/reliability.md. */
#ifndef STAVP_FIRMWARE_RECOVERY_H
#define STAVP_FIRMWARE_RECOVERY_H

#include "firmware/scheduler/workload.h"

#include "firmware/drivers/sysctl.h"

/* Behind queue_init and dma_init, before interrupts are enabled. */
void recovery_init(const struct machine* machine, const struct workload* workload);
/* Looks at what was copied and at the memories' ECC, and prints what was noticed; a fault if bytes are missing. */
void recovery_look(void);
/* When every layer has ended: reads the workload's output once more and looks. False if that is a fault. */
bool recovery_result_is_good(void);
/* Makes the machine usable again after a fault. `oldest`: the oldest layer that has not ended. True if it is worth to
 * go on from layer *from. */
bool recovery_restart(uint32_t oldest, uint32_t* from);
/* Of the last fault. */
enum firmware_error recovery_error(void);

#endif
