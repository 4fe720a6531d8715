/* The parts of a benchmark in the manner of CoreMark: linked list, matrix, state machine, CRC. */
#ifndef KERNELS_H
#define KERNELS_H

#include <stdint.h>

/* CRC-16 (ARC: reflected 0x8005) over a value, bit by bit, as small firmware does it. */
uint16_t crc16_u16(uint16_t crc, uint16_t value);
uint16_t crc16_u32(uint16_t crc, uint32_t value);

/* Builds a list of random values, reverses it, finds values in it, sorts it by merging; the CRC of the sorted list. */
uint16_t list_work(uint64_t seed);
int list_is_sorted(void);

/* C = A B with 16-bit operands, then A grows by a constant and bits of C are summed up; the CRC of what came out. */
uint16_t matrix_work(uint64_t seed);
/* C r = A (B r) for a random r (Freivalds). */
int matrix_is_product(uint64_t seed);

/* Classifies random text as integers, decimals, exponents and errors by a state machine; the CRC of the counts. */
uint16_t state_work(uint64_t seed);
int state_counted_all(void);

#endif
