#include "firmware/drivers/sync.h"

#include "firmware/drivers/events.h"
#include "firmware/drivers/guard.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/protected.h"
#include "fw/sync_regs.h"
#include "models/core/abi/stavp_descriptor.h"

/* Alarms: one to sleep on, one to watch. */
enum alarm { ALARM_SLEEP, ALARM_WATCH, ALARM_COUNT };

static volatile bool alarm_rang;
static void (*watcher)(void);
static uint32_t alarms_taken;

static void set_alarm(enum alarm alarm, uint32_t word) {
    mmio_write32(SYNC_BASE + SYNC_ALARM_OFFSET + alarm * SYNC_ALARM_STRIDE, word);
}

static void alarm_interrupt(void) {
    const uint32_t rang = mmio_read32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET);
    if (PROTECTED && rang == 0) events_spurious(IRQ_SYNC);
    if (PROTECTED) ++alarms_taken;
    mmio_write32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET, rang);
    if ((rang & 1u << ALARM_SLEEP) != 0) alarm_rang = true;
    if ((rang & 1u << ALARM_WATCH) != 0 && watcher) watcher();
}

void sync_init(void) {
    watcher = 0;
    for (uint32_t alarm = 0; alarm < ALARM_COUNT; ++alarm)
        set_alarm((enum alarm)alarm, 0);
    mmio_write32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET, SYNC_ALARM_STATUS_ALARMS_MASK);
    plic_enable(IRQ_SYNC, alarm_interrupt);
}

uint32_t sync_value(uint32_t counter) {
    return mmio_read32(SYNC_BASE + SYNC_COUNTER_OFFSET + counter * SYNC_COUNTER_STRIDE);
}

void sync_set(uint32_t counter, uint32_t value) {
    mmio_write32(SYNC_BASE + SYNC_COUNTER_OFFSET + counter * SYNC_COUNTER_STRIDE, value & SYNC_VALUE_MASK);
}

/* With interrupts disabled; the handler runs inside. */
static inline void doze(void) {
    if (PROTECTED) guard_before_sleep();
    cpu_wait_for_interrupt();
    cpu_enable_interrupts();
    cpu_disable_interrupts();
    if (PROTECTED) guard_after_sleep();
}

bool sync_alarm_waits(void) {
    return mmio_read32(SYNC_BASE + SYNC_ALARM_STATUS_OFFSET) != 0;
}

uint32_t sync_alarms_taken(void) {
    return alarms_taken;
}

void sync_take_alarm(void) {
    alarm_interrupt();
}

void sync_sleep_until(uint32_t counter, uint32_t target, const volatile bool* give_up) {
    cpu_disable_interrupts();
    alarm_rang = false;
    set_alarm(ALARM_SLEEP, STAVP_WAIT(counter, target, STAVP_WAIT_DEPENDENCY));
    if (PROTECTED) guard_begin_sleep();
    while (!alarm_rang && !*give_up)
        doze();
    if (!alarm_rang) set_alarm(ALARM_SLEEP, 0);
    cpu_enable_interrupts();
}

void sync_watch(uint32_t counter, uint32_t target, void (*reached)(void)) {
    watcher = reached;
    set_alarm(ALARM_WATCH, STAVP_WAIT(counter, target, STAVP_WAIT_DEPENDENCY));
}

void sync_sleep_while(const volatile uint32_t* changed, uint32_t value, const volatile bool* give_up) {
    cpu_disable_interrupts();
    if (PROTECTED) guard_begin_sleep();
    while (*changed == value && !*give_up)
        doze();
    cpu_enable_interrupts();
}
