/* The test device of QEMU's `virt` machine: ends the simulation. */
#ifndef STAVP_FIRMWARE_FINISHER_H
#define STAVP_FIRMWARE_FINISHER_H

/* 0: pass; else fail with that exit code. Does not return. */
_Noreturn void finisher_exit(int code);

#endif
