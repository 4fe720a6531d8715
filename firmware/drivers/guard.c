#include "firmware/drivers/guard.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/events.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/watchdog.h"

#define TICKS_PER_US 10u
#define LOOKS_PER_TIMEOUT 16u
#define GRACE_TICKS (5u * TICKS_PER_US)
/* The watchdog is the last resort: it must not bite a hart that is only busy. */
#define WATCHDOG_LEAST_US 10000u
#define BARK_TIMEOUTS 4u

static uint64_t timeout_ticks;
static uint64_t look_at;  /* mtime */
static uint64_t moved_at; /* when a look saw that something had moved */
static uint64_t position; /* of all queues, then */
static bool known;        /* position is */
static bool watched;
static bool suspicious; /* the last look found an alarm that nobody has taken, */
static uint32_t taken;  /* when so many had been taken */

void guard_init(uint32_t timeout_us) {
    timeout_ticks = (uint64_t)timeout_us * TICKS_PER_US;
    clint_set_timer(UINT64_MAX);
    cpu_set_timer_interrupt(true);
    const uint32_t bite_us = timeout_us > WATCHDOG_LEAST_US ? timeout_us : WATCHDOG_LEAST_US;
    watched = watchdog_present();
    if (watched) watchdog_start(BARK_TIMEOUTS * bite_us, bite_us);
}

static void feed(void) {
    if (watched) watchdog_feed();
}

uint64_t guard_timeout_ticks(void) {
    return timeout_ticks;
}

void guard_begin_sleep(void) {
    known = suspicious = false;
    feed();
    look_at = clint_time() + timeout_ticks / LOOKS_PER_TIMEOUT;
}

void guard_before_sleep(void) {
    clint_set_timer(look_at);
}

static void look_for_alarm(void) {
    if (!sync_alarm_waits()) {
        suspicious = false;
    } else if (!suspicious || taken != sync_alarms_taken()) {
        suspicious = true;
        taken = sync_alarms_taken();
    } else {
        const struct event lost = {EVENT_LOST_INTERRUPT, 1, IRQ_SYNC, 0};
        suspicious = false;
        events_add(&lost);
        sync_take_alarm();
    }
}

static void look_for_progress(uint64_t now) {
    const uint64_t at = queue_position() + dma_position();
    if (!known || at != position) {
        known = true;
        position = at;
        moved_at = now;
    } else if (now - moved_at >= timeout_ticks) {
        queue_declare_stuck();
    }
}

void guard_after_sleep(void) {
    const uint64_t now = clint_time();
    if (now < look_at) return;
    feed();
    look_for_alarm();
    queue_look_for_errors();
    if (!queue_fault.seen) look_for_progress(now);
    look_at = now + (suspicious ? GRACE_TICKS : timeout_ticks / LOOKS_PER_TIMEOUT);
}
