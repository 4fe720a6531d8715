/* What the programs share that give an engine a command it must refuse. */
#ifndef STAVP_FAULTY_MACHINE_H
#define STAVP_FAULTY_MACHINE_H

#include "firmware/drivers/queue.h"

/* Queues, interrupts and console, as the scheduler sets them up. */
void faulty_machine_start(void);
/* Submits, waits, and prints "fault: ENGINE error CODE address A tag T"; returns 10 + the code,
 * 0 if nothing failed. */
int faulty_machine_run(void);

/* A command to be completed and submitted by the caller. */
union command* faulty_machine_command(uint32_t queue, uint32_t opcode, uint32_t tag);
/* The same at FAULTY_MACHINE_CHAIN, chained to a NOP in the ring: its address does not depend on the linker. */
union command* faulty_machine_chained(uint32_t queue, uint32_t opcode, uint32_t tag);
#define FAULTY_MACHINE_CHAIN 0x80800000ul

#endif
