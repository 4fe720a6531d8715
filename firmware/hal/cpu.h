/* The hart: interrupt enables, sleeping, ordering. A host build links its own versions. */
#ifndef STAVP_FIRMWARE_CPU_H
#define STAVP_FIRMWARE_CPU_H

#include <stdbool.h>

#ifdef STAVP_FIRMWARE_HOST

void cpu_enable_interrupts(void);
void cpu_disable_interrupts(void);
void cpu_enable_external_interrupts(void);
bool cpu_set_timer_interrupt(bool enabled);
void cpu_wait_for_interrupt(void);
void cpu_fence(void);

#else

#include "firmware/hal/csr.h"

#define MSTATUS_MIE 8u
#define MIE_MTIE (1u << 7)
#define MIE_MEIE (1u << 11)

static inline void cpu_enable_interrupts(void) {
    CSR_SET(mstatus, MSTATUS_MIE);
}
static inline void cpu_disable_interrupts(void) {
    CSR_CLEAR(mstatus, MSTATUS_MIE);
}
static inline void cpu_enable_external_interrupts(void) {
    CSR_SET(mie, MIE_MEIE);
}
/* Returns what it was. */
static inline bool cpu_set_timer_interrupt(bool enabled) {
    const bool was = (CSR_READ(mie) & MIE_MTIE) != 0;
    if (enabled)
        CSR_SET(mie, MIE_MTIE);
    else
        CSR_CLEAR(mie, MIE_MTIE);
    return was;
}

/* Call with interrupts disabled: a pending interrupt that is enabled in mie ends WFI whatever mstatus.MIE says, so
 * one that arrives between the caller's check and the WFI is not slept through. */
static inline void cpu_wait_for_interrupt(void) {
    __asm__ volatile("wfi" ::: "memory");
}

/* Orders writes to memory before the doorbell that follows. */
static inline void cpu_fence(void) {
    __asm__ volatile("fence rw, rw" ::: "memory");
}

#endif

#endif
