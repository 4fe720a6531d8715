#include "firmware/drivers/ecc.h"

#include "firmware/drivers/events.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "fw/ecc_regs.h"

#define MEMORY_DDR 0u
#define WORD_BYTES 8u

struct counts {
    uint32_t corrected, uncorrected;
};

static uint32_t with_ecc;                  /* a bit for each memory */
static struct counts seen[ECC_MEMORIES];   /* at the last look */
static uint64_t bad_address[ECC_MEMORIES]; /* of the last word that could not be corrected */
static uint32_t bad;                       /* memories that had one since ecc_forget */

const char* ecc_memory_name(uint32_t memory) {
    static const char* const names[ECC_MEMORIES] = {"ddr", "weight buffer", "input buffer", "intermediate buffer",
                                                    "output buffer"};
    return memory < ECC_MEMORIES ? names[memory] : "?";
}

static struct counts counts_of(uint32_t memory) {
    const struct counts counts = {
        mmio_read32(ECC_BASE + ECC_CORRECTED_OFFSET + memory * ECC_CORRECTED_STRIDE),
        mmio_read32(ECC_BASE + ECC_UNCORRECTED_OFFSET + memory * ECC_UNCORRECTED_STRIDE),
    };
    return counts;
}

static void ecc_interrupt(void) {
    const uint32_t pending = mmio_read32(ECC_BASE + ECC_IRQ_STATUS_OFFSET);
    if (pending == 0) events_spurious(IRQ_ECC);
    mmio_write32(ECC_BASE + ECC_IRQ_STATUS_OFFSET, pending);
    ecc_look();
}

void ecc_init(void) {
    with_ecc = mmio_read32(ECC_BASE + ECC_CAPS_OFFSET);
    for (uint32_t memory = 0; memory < ECC_MEMORIES; ++memory)
        seen[memory] = counts_of(memory);
    ecc_forget();
    mmio_write32(ECC_BASE + ECC_IRQ_STATUS_OFFSET, ECC_IRQ_STATUS_CORRECTED_MASK | ECC_IRQ_STATUS_UNCORRECTED_MASK);
    mmio_write32(ECC_BASE + ECC_IRQ_ENABLE_OFFSET, ECC_IRQ_ENABLE_CORRECTED_MASK | ECC_IRQ_ENABLE_UNCORRECTED_MASK);
    plic_enable(IRQ_ECC, ecc_interrupt);
}

static void add(enum event_kind kind, uint32_t count, uint32_t memory, uint64_t address) {
    const struct event event = {kind, count, memory, address};
    if (count != 0) events_add(&event);
}

void ecc_look(void) {
    for (uint32_t memory = 0; memory < ECC_MEMORIES; ++memory) {
        if ((with_ecc >> memory & 1u) == 0) continue;
        const struct counts now = counts_of(memory);
        const uint32_t uncorrected = now.uncorrected - seen[memory].uncorrected;
        const uint64_t address = mmio_read64(ECC_BASE + ECC_ADDRESS_OFFSET + memory * ECC_ADDRESS_STRIDE);
        add(EVENT_CORRECTED, now.corrected - seen[memory].corrected, memory, address);
        add(EVENT_UNCORRECTED, uncorrected, memory, address);
        seen[memory] = now;
        if (uncorrected == 0) continue;
        bad |= 1u << memory;
        bad_address[memory] = address & ~(uint64_t)(WORD_BYTES - 1u);
    }
}

bool ecc_uncorrected(void) {
    return bad != 0;
}

void ecc_forget(void) {
    bad = 0;
}

void ecc_overwrite(uint64_t begin, uint64_t end) {
    for (uint32_t memory = 0; memory < ECC_MEMORIES; ++memory) {
        const uint64_t address = bad_address[memory];
        if ((bad >> memory & 1u) == 0) continue;
        if (memory == MEMORY_DDR && (address < begin || address >= end)) continue;
        mmio_write64((uintptr_t)address, 0);
    }
}
