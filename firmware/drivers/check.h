/* Checks of arguments, shared by the drivers. */
#ifndef FIRMWARE_DRIVERS_CHECK_H
#define FIRMWARE_DRIVERS_CHECK_H

#include "models/core/abi/stavp_descriptor.h"

#include <stdbool.h>
#include <stdint.h>

/* A matrix in an on-chip buffer. */
struct matrix {
    uint32_t address;
    uint32_t stride; /* bytes from row to row; at least a row where there are several */
    enum stavp_dtype type;
};

/* Bytes of an element; 0 for what is no type. */
uint32_t type_bytes(enum stavp_dtype type);
/* True if all rows lie in one on-chip buffer. */
bool on_chip(uint32_t address, uint64_t rows, uint64_t row_bytes, uint64_t stride);
/* The same for a matrix of `rows` x `cols`, whose type is one of those in `types`: a bit 1 << type for each. */
bool matrix_on_chip(const struct matrix* matrix, uint32_t rows, uint32_t cols, uint32_t types);
/* True if all rows lie in DDR or in one on-chip buffer. */
bool in_memory(uint64_t address, uint64_t rows, uint64_t row_bytes, uint64_t stride);

#define TYPE_BIT(type) (1u << (type))
#define TYPES_8 (TYPE_BIT(STAVP_I8) | TYPE_BIT(STAVP_U8))
#define TYPES_8_16 (TYPES_8 | TYPE_BIT(STAVP_I16))

/* What the engines take as the shift of a requantisation. */
static inline bool shift_in_range(uint32_t shift) {
    return shift >= 1u && shift <= 62u;
}

#endif
