/* Integer helpers of the planners. */
#ifndef STAVP_FIRMWARE_UNITS_H
#define STAVP_FIRMWARE_UNITS_H

#include <stdint.h>

/* Regions in buffers begin at multiples of this. */
#define PLAN_SLOT_ALIGN 16u

static inline uint32_t div_up(uint32_t a, uint32_t b) {
    return (a + b - 1u) / b;
}
static inline uint32_t round_up(uint32_t a, uint32_t unit) {
    return div_up(a, unit) * unit;
}
static inline uint32_t min_u32(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}
static inline uint32_t align_slot(uint32_t bytes) {
    return (bytes + PLAN_SLOT_ALIGN - 1u) & ~(PLAN_SLOT_ALIGN - 1u);
}

#endif
