/* What every benchmark shares. Each checks its own result against a value known beforehand, prints one line with it
 * and the instructions that the hart has retired, and ends the machine. */
#ifndef BENCH_H
#define BENCH_H

#include "virt.h"

/* Pseudo-random numbers; a generator modulo 2^64 (a, c: Knuth, MMIX). */
static inline uint32_t next_random(uint64_t* state) {
    *state = *state * 6364136223846793005ul + 1442695040888963407ul;
    return (uint32_t)(*state >> 33);
}

/* "NAME result 0123456789abcdef instret 0123456789abcdef"; returns main's result. QEMU counts instructions only under
 * -icount. */
int report(const char* name, uint64_t result, int right);

#endif
