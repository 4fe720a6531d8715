#ifndef STAVP_FIRMWARE_TRAP_H
#define STAVP_FIRMWARE_TRAP_H

/* Exit code of a program that took an exception. */
#define TRAP_EXIT_CODE 100

/* What trap_entry saves on the stack: ra, then the other registers that C may clobber. */
#define TRAP_FRAME_BYTES 128

#ifndef __ASSEMBLER__

#include <stdint.h>

/* Interrupts go to their drivers; one that nobody waits for is reported as a fault. */
void trap_handle(uint64_t cause, uint64_t pc, uint64_t value);

#endif

#endif
