#include "firmware/drivers/check.h"

#include "firmware/drivers/driver.h"
#include "firmware/hal/memory_map.h"

uint32_t type_bytes(enum stavp_dtype type) {
    switch (type) {
    case STAVP_I8:
    case STAVP_U8:
        return 1;
    case STAVP_I16:
        return 2;
    case STAVP_I32:
        return 4;
    }
    return 0;
}

static bool within(uint64_t address, uint64_t bytes, uint64_t base, uint64_t base_bytes) {
    return address >= base && address - base <= base_bytes && bytes <= base_bytes - (address - base);
}

/* False if it does not fit in 64 bits. */
static bool extent_of(uint64_t rows, uint64_t row_bytes, uint64_t stride, uint64_t* extent) {
    uint64_t before_last;
    return !__builtin_mul_overflow(rows - 1u, stride, &before_last) &&
           !__builtin_add_overflow(before_last, row_bytes, extent);
}

static bool in_buffers(uint64_t address, uint64_t bytes) {
    const struct machine* machine = drivers_machine();
    for (uint32_t i = 0; i < BUFFER_COUNT; ++i)
        if (within(address, bytes, machine->buffer_base[i], machine->buffer_bytes[i])) return true;
    return false;
}

bool on_chip(uint32_t address, uint64_t rows, uint64_t row_bytes, uint64_t stride) {
    uint64_t bytes;
    if (rows == 0 || row_bytes == 0 || (rows > 1 && stride < row_bytes)) return false;
    return extent_of(rows, row_bytes, stride, &bytes) && in_buffers(address, bytes);
}

bool matrix_on_chip(const struct matrix* matrix, uint32_t rows, uint32_t cols, uint32_t types) {
    const uint32_t bytes = type_bytes(matrix->type);
    if (bytes == 0 || (types & TYPE_BIT(matrix->type)) == 0) return false;
    return on_chip(matrix->address, rows, (uint64_t)cols * bytes, matrix->stride);
}

bool in_memory(uint64_t address, uint64_t rows, uint64_t row_bytes, uint64_t stride) {
    uint64_t bytes;
    if (rows == 0 || row_bytes == 0 || !extent_of(rows, row_bytes, stride, &bytes)) return false;
    return in_buffers(address, bytes) || within(address, bytes, DDR_BASE, drivers_machine()->ddr_end - DDR_BASE);
}
