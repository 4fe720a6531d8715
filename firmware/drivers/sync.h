/* Sync counters: 20 bits that wrap, 64 of them; alarms to sleep on. */
#ifndef STAVP_FIRMWARE_SYNC_H
#define STAVP_FIRMWARE_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#define SYNC_COUNTER_BITS 20u
#define SYNC_VALUE_MASK ((1u << SYNC_COUNTER_BITS) - 1u)

/* True when a counter at `value` has come to `target` or passed it by less than half its range. */
static inline bool sync_reached(uint32_t value, uint32_t target) {
    return ((value - target) & SYNC_VALUE_MASK) < 1u << (SYNC_COUNTER_BITS - 1u);
}

uint32_t sync_value(uint32_t counter);
void sync_set(uint32_t counter, uint32_t value);
/* Routes the alarm interrupt. */
void sync_init(void);
/* Calls `reached` from the interrupt handler once `counter` has reached `target`; one such watch at a time. */
void sync_watch(uint32_t counter, uint32_t target, void (*reached)(void));
/* Protected builds only. An alarm rang whose handler has not run; with interrupts disabled. */
bool sync_alarm_waits(void);
/* How often the handler has run. */
uint32_t sync_alarms_taken(void);
/* Does what the handler would do. */
void sync_take_alarm(void);
/* Sleeps in WFI until an interrupt handler has made *changed differ from `value`, or set *give_up. */
void sync_sleep_while(const volatile uint32_t* changed, uint32_t value, const volatile bool* give_up);
/* Sleeps in WFI until `counter` has reached `target` (its low 20 bits) or *give_up is set by an interrupt handler. */
void sync_sleep_until(uint32_t counter, uint32_t target, const volatile bool* give_up);

#endif
