#include "firmware/hal/watchdog.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/probe.h"

#ifdef WATCHDOG_BASE

#include "fw/watchdog_regs.h"

#define WATCHDOG_ID 0x474f4457u
#define UNLOCK_KEY 0x1acce551u
#define FEED_KEY 0x0feedd06u
#define TICKS_PER_US 10u

static void (*bark_handler)(void);

static void set(uint32_t offset, uint32_t value) {
    mmio_write32(WATCHDOG_BASE + offset, value);
}

static uint32_t ticks_of(uint32_t microseconds) {
    if (microseconds == 0) return TICKS_PER_US;
    return microseconds > UINT32_MAX / TICKS_PER_US ? UINT32_MAX : microseconds * TICKS_PER_US;
}

bool watchdog_present(void) {
    uint32_t id;
    return probe_read32(WATCHDOG_BASE + WATCHDOG_ID_OFFSET, &id) && id == WATCHDOG_ID;
}

void watchdog_start(uint32_t bark_us, uint32_t bite_us) {
    set(WATCHDOG_LOCK_OFFSET, UNLOCK_KEY);
    set(WATCHDOG_CTRL_OFFSET, 0);
    set(WATCHDOG_BARK_TICKS_OFFSET, ticks_of(bark_us));
    set(WATCHDOG_BITE_TICKS_OFFSET, ticks_of(bite_us));
    set(WATCHDOG_CTRL_OFFSET, WATCHDOG_CTRL_ENABLE_MASK);
    set(WATCHDOG_LOCK_OFFSET, 0);
}

void watchdog_feed(void) {
    set(WATCHDOG_FEED_OFFSET, FEED_KEY);
}

void watchdog_stop(void) {
    set(WATCHDOG_LOCK_OFFSET, UNLOCK_KEY);
    set(WATCHDOG_CTRL_OFFSET, 0);
    set(WATCHDOG_LOCK_OFFSET, 0);
}

static void bark_interrupt(void) {
    set(WATCHDOG_STATUS_OFFSET, WATCHDOG_STATUS_BARK_MASK);
    if (bark_handler != 0) bark_handler();
}

void watchdog_on_bark(void (*handler)(void)) {
    bark_handler = handler;
    plic_enable(IRQ_WATCHDOG, bark_interrupt);
}

#else

bool watchdog_present(void) {
    return false;
}
void watchdog_start(uint32_t bark_us, uint32_t bite_us) {
    (void)bark_us;
    (void)bite_us;
}
void watchdog_feed(void) {}
void watchdog_stop(void) {}
void watchdog_on_bark(void (*handler)(void)) {
    (void)handler;
}

#endif
