/* Core-local timer and software interrupt, SiFive layout, hart 0. mtime counts at 10 MHz. */
#ifndef STAVP_FIRMWARE_CLINT_H
#define STAVP_FIRMWARE_CLINT_H

#include <stdint.h>

#define CLINT_TICKS_PER_US 10u

uint64_t clint_time(void);
/* Timer interrupt when mtime >= `time`; UINT64_MAX: never. */
void clint_set_timer(uint64_t time);
/* The compare value. */
uint64_t clint_timer(void);
void clint_set_software_interrupt(uint32_t pending);
/* Called in the trap handler; an app may define its own. The default switches the timer off. */
void clint_timer_interrupt(void);

#endif
