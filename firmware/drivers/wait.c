#include "firmware/drivers/wait.h"

#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/sync_regs.h"

#define ALARM_DEADLINE 2u /* 0 and 1 are those of drivers/sync.c */

enum { ERROR_ADDRESS = 1, ERROR_FETCH = 2, ERROR_OPERAND = 5 };

struct deadline deadline_in_us(uint32_t microseconds) {
    return (struct deadline){clint_time() + (uint64_t)microseconds * CLINT_TICKS_PER_US};
}

bool deadline_passed(struct deadline deadline) {
    return clint_time() >= deadline.ticks;
}

bool token_complete(struct token token) {
    return sync_reached(sync_value(token.queue), token.sequence);
}

static void set_alarm(uint32_t word) {
    mmio_write32(SYNC_BASE + SYNC_ALARM_OFFSET + ALARM_DEADLINE * SYNC_ALARM_STRIDE, word);
}

/* The timer serves whoever wants it first. With interrupts disabled it only ends the WFI; when they open again the
 * compare value is the app's. */
static void sleep_until(struct deadline deadline) {
    const uint64_t timer = clint_timer();
    const bool enabled = cpu_set_timer_interrupt(true);
    if (deadline.ticks < timer || !enabled) clint_set_timer(deadline.ticks);
    cpu_wait_for_interrupt();
    clint_set_timer(timer);
    cpu_set_timer_interrupt(enabled);
}

static enum driver_status fault_status(void) {
    const uint32_t code = queue_fault.code;
    return code == ERROR_FETCH || code == ERROR_OPERAND ? DRIVER_BUS_ERROR : DRIVER_REFUSED;
}

enum driver_status wait_for_token(struct token token, struct deadline deadline) {
    enum driver_status status = DRIVER_OK;
    cpu_disable_interrupts();
    set_alarm(STAVP_WAIT(token.queue, token.sequence, STAVP_WAIT_DEPENDENCY));
    while (!token_complete(token)) {
        if (queue_fault.seen) {
            status = fault_status();
            break;
        }
        if (deadline_passed(deadline)) {
            status = DRIVER_TIMEOUT;
            break;
        }
        sleep_until(deadline);
        cpu_enable_interrupts(); /* the handlers run here */
        cpu_disable_interrupts();
    }
    set_alarm(0);
    cpu_enable_interrupts();
    return status;
}
