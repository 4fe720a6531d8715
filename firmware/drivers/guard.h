/* Sleeping that cannot be slept through (protected build): the timer wakes the hart, which then looks itself whether an
 * alarm's interrupt was lost, or nothing moves any more.
 *
 * It looks 16 times in a time-out. An alarm that rang counts as lost if no handler has taken it 5 us after the look
 * that found it. A time-out is told as a fault of the queue whose next command waits for nothing. A watchdog,
 * where there is one, is fed before each sleep and at each look, and bites a hart that does neither for five time-outs,
 * or 50 ms where that is more. */
#ifndef STAVP_FIRMWARE_GUARD_H
#define STAVP_FIRMWARE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

void guard_init(uint32_t timeout_us);
uint64_t guard_timeout_ticks(void);
/* Around a loop of sleeps, with interrupts disabled. */
void guard_begin_sleep(void);
void guard_before_sleep(void);
void guard_after_sleep(void);

#endif
