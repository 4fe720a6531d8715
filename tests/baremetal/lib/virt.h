/* The devices of QEMU's virt machine that these programs use, and what every program needs. */
#ifndef BAREMETAL_VIRT_H
#define BAREMETAL_VIRT_H

#include <stddef.h>
#include <stdint.h>

#define FINISHER_BASE 0x00100000ul
#define CLINT_BASE 0x02000000ul
#define PLIC_BASE 0x0c000000ul
#define UART_BASE 0x10000000ul
#define UART_SOURCE 10u

#define CLINT_MSIP (CLINT_BASE + 0x0)
#define CLINT_MTIMECMP (CLINT_BASE + 0x4000)
#define CLINT_MTIME (CLINT_BASE + 0xbff8)
#define PLIC_PRIORITY(source) (PLIC_BASE + 4ul * (source))
#define PLIC_PENDING (PLIC_BASE + 0x1000)
#define PLIC_ENABLE_M (PLIC_BASE + 0x2000)
#define PLIC_THRESHOLD_M (PLIC_BASE + 0x200000)
#define PLIC_CLAIM_M (PLIC_BASE + 0x200004)

#define INTERRUPT (1ul << 63)
#define CAUSE_SOFTWARE (INTERRUPT | 3)
#define CAUSE_TIMER (INTERRUPT | 7)
#define CAUSE_EXTERNAL (INTERRUPT | 11)
#define MSTATUS_MIE (1ul << 3)
#define MIE_SOFTWARE (1ul << 3)
#define MIE_TIMER (1ul << 7)
#define MIE_EXTERNAL (1ul << 11)

#define read_csr(name)                                                                                                 \
    ({                                                                                                                 \
        uint64_t value_;                                                                                               \
        __asm__ volatile("csrr %0, " #name : "=r"(value_)::"memory");                                                  \
        value_;                                                                                                        \
    })
#define set_csr(name, bits) __asm__ volatile("csrs " #name ", %0" ::"r"((uint64_t)(bits)) : "memory")
#define clear_csr(name, bits) __asm__ volatile("csrc " #name ", %0" ::"r"((uint64_t)(bits)) : "memory")
#define wait_for_interrupt() __asm__ volatile("wfi" ::: "memory")

static inline uint8_t read8(uintptr_t address) {
    return *(volatile uint8_t*)address;
}
static inline void write8(uintptr_t address, uint8_t value) {
    *(volatile uint8_t*)address = value;
}
static inline uint32_t read32(uintptr_t address) {
    return *(volatile uint32_t*)address;
}
static inline void write32(uintptr_t address, uint32_t value) {
    *(volatile uint32_t*)address = value;
}
static inline uint64_t read64(uintptr_t address) {
    return *(volatile uint64_t*)address;
}
static inline void write64(uintptr_t address, uint64_t value) {
    *(volatile uint64_t*)address = value;
}

void put_char(char c);
void put_text(const char* text);
void put_hex(uint64_t value, unsigned digits);
/* "name value\n" */
void put_named(const char* name, uint64_t value, unsigned digits);

/* Ends the machine: 0 passes, anything else fails with that exit code. */
void finish(int code) __attribute__((noreturn));

/* Each program that takes traps defines it; returns the pc to go on at. The default reports and fails. */
uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value);

int main(void);

#endif
