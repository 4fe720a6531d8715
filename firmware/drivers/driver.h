/* Opening the accelerator for the driver calls of sta.h, softmax.h, vector.h and copy.h (docs/drivers.md), and what
 * these have in common:
 *
 * - Arguments are checked before hardware is touched (DRIVER_BAD_ARGUMENT).
 * - The plain call blocks until its command is complete, at most `timeout_us` microseconds; 0 looks once.
 * - X_submit returns at once with a token for driver_wait; the command starts after those of `after`.
 * - After a fault or a time-out every call returns DRIVER_NOT_OPEN until drivers_open has stopped and emptied all
 * queues.
 *
 * From firmware_main, not from interrupt handlers; interrupts are enabled from drivers_open on. Not together with the
 * scheduler, which uses the same queues. */
#ifndef FIRMWARE_DRIVERS_DRIVER_H
#define FIRMWARE_DRIVERS_DRIVER_H

#include "firmware/drivers/queue.h"
#include "firmware/drivers/status.h"
#include "firmware/drivers/sysctl.h"

#define DRIVER_AFTER_MAX 4u

/* Commands that must be complete before a submitted one starts. */
struct driver_after {
    uint32_t count; /* at most DRIVER_AFTER_MAX */
    struct token token[DRIVER_AFTER_MAX];
};

/* Looks for the accelerator, stops and empties its queues, enables interrupts. Any number of times.
 * DRIVER_NO_DEVICE; DRIVER_BUSY if an engine is still busy after `timeout_us`. */
enum driver_status drivers_open(uint32_t timeout_us);

/* False before drivers_open, and after a fault or time-out. */
bool drivers_ready(void);

/* What was found; all zero before drivers_open. */
const struct machine* drivers_machine(void);

/* DRIVER_OK, DRIVER_TIMEOUT, DRIVER_BUS_ERROR, DRIVER_REFUSED or DRIVER_NOT_OPEN. What failed is in queue_fault. */
enum driver_status driver_wait(struct token token, uint32_t timeout_us);

/* For drivers: the end of a call that blocks, behind its submission. */
static inline enum driver_status driver_finish(enum driver_status submitted, struct token done, uint32_t timeout_us) {
    return submitted == DRIVER_OK ? driver_wait(done, timeout_us) : submitted;
}

/* For drivers: hands `command` (all of it but waits and signal) to a queue. `after` may be null. */
enum driver_status driver_submit(uint32_t queue, const union command* command, const struct driver_after* after,
                                 struct token* done);

#endif
