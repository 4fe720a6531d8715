#include "firmware/boot/trap.h"

#include "firmware/boot/fault.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/plic.h"

#define CAUSE_INTERRUPT (1ull << 63)
#define CAUSE_MACHINE_TIMER 7u
#define CAUSE_MACHINE_EXTERNAL 11u

void trap_handle(uint64_t cause, uint64_t pc, uint64_t value) {
    if (cause == (CAUSE_INTERRUPT | CAUSE_MACHINE_EXTERNAL))
        plic_dispatch();
    else if (cause == (CAUSE_INTERRUPT | CAUSE_MACHINE_TIMER))
        clint_timer_interrupt();
    else
        fault_report(0, cause, pc, value);
}
