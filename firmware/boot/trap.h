#ifndef STAVP_FIRMWARE_TRAP_H
#define STAVP_FIRMWARE_TRAP_H

#include <stdint.h>

/* Exit code of a program that took an exception. */
#define TRAP_EXIT_CODE 100

/* Interrupts go to their drivers; an exception is printed and ends the simulation with TRAP_EXIT_CODE. */
void trap_handle(uint64_t cause, uint64_t pc, uint64_t value);

#endif
