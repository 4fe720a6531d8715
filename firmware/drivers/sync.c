#include "firmware/drivers/sync.h"

#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "fw/sync_regs.h"
#include "models/core/abi/stavp_descriptor.h"

static volatile bool alarm_rang;

static void alarm_interrupt(void) {
    const uint32_t rang = mmio_read32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET);
    mmio_write32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET, rang);
    alarm_rang = true;
}

void sync_init(void) {
    mmio_write32(SYNC_BASE + SYNC_ALARM_OFFSET, 0);
    mmio_write32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET, SYNC_ALARM_STATUS_ALARMS_MASK);
    plic_enable(IRQ_SYNC, alarm_interrupt);
}

uint32_t sync_value(uint32_t counter) {
    return mmio_read32(SYNC_BASE + SYNC_COUNTER_OFFSET + counter * SYNC_COUNTER_STRIDE);
}

void sync_set(uint32_t counter, uint32_t value) {
    mmio_write32(SYNC_BASE + SYNC_COUNTER_OFFSET + counter * SYNC_COUNTER_STRIDE, value & SYNC_VALUE_MASK);
}

void sync_sleep_until(uint32_t counter, uint32_t target, const volatile bool* give_up) {
    cpu_disable_interrupts();
    alarm_rang = false;
    mmio_write32(SYNC_BASE + SYNC_ALARM_OFFSET, STAVP_WAIT(counter, target, STAVP_WAIT_DEPENDENCY));
    while (!alarm_rang && !*give_up) {
        cpu_wait_for_interrupt();
        cpu_enable_interrupts(); /* the handler runs here */
        cpu_disable_interrupts();
    }
    if (!alarm_rang) mmio_write32(SYNC_BASE + SYNC_ALARM_OFFSET, 0);
    cpu_enable_interrupts();
}
