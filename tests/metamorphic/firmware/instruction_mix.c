/* Some of each kind of instruction that has a cost of its own, and a trap. */
#include "firmware/boot/app.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"

#define ROUNDS 2000

static volatile uint64_t cell = 3;

int firmware_main(uint64_t image) {
    uint64_t sum = image;
    for (uint32_t i = 1; i <= ROUNDS; ++i) {
        sum += cell * i;
        sum /= i % 7u + 1u;
        __atomic_fetch_add(&cell, 1, __ATOMIC_RELAXED);
        uint64_t scratch;
        __asm__ volatile("csrr %0, mscratch" : "=r"(scratch));
        cell = sum + scratch;
    }
    return 0;
}
