/* Five timer interrupts, 1 ms apart; none may come before its time. */
#include "virt.h"

#define TICKS 10000ul /* 1 ms at 10 MHz */
#define INTERRUPTS 5

static volatile unsigned count;
static volatile unsigned early;

uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    (void)value;
    if (cause != CAUSE_TIMER) finish(1);
    if (read64(CLINT_MTIME) < read64(CLINT_MTIMECMP)) ++early;
    ++count;
    write64(CLINT_MTIMECMP, count < INTERRUPTS ? read64(CLINT_MTIMECMP) + TICKS : ~0ul);
    return pc;
}

int main(void) {
    const uint64_t begin = read64(CLINT_MTIME);
    write64(CLINT_MTIMECMP, begin + TICKS);
    set_csr(mie, MIE_TIMER);
    set_csr(mstatus, MSTATUS_MIE);
    while (count < INTERRUPTS)
        wait_for_interrupt();
    if (read64(CLINT_MTIME) - begin < INTERRUPTS * TICKS) return 2;
    if (early != 0) return 3;
    put_named("timer interrupts", count, 1);
    return 0;
}
