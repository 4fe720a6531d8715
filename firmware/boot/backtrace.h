#ifndef FIRMWARE_BOOT_BACKTRACE_H
#define FIRMWARE_BOOT_BACKTRACE_H

#include <stdint.h>

/* Prints who called whom, from a function stopped at `pc` with these stack pointer and ra, one line each. Of what
 * an interrupt interrupted it knows the ra only. Reads nothing outside of the stack, and ends where it does not know
 * the way. */
void backtrace_print(uint64_t pc, uint64_t sp, uint64_t ra);

#endif
