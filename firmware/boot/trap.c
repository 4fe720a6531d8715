#include "firmware/boot/trap.h"

#include "firmware/hal/clint.h"
#include "firmware/hal/finisher.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/uart.h"

#define CAUSE_INTERRUPT (1ull << 63)
#define CAUSE_MACHINE_TIMER 7u
#define CAUSE_MACHINE_EXTERNAL 11u

static void put_field(const char* name, uint64_t value) {
    uart_puts(name);
    uart_put_hex(value);
}

static void die(uint64_t cause, uint64_t pc, uint64_t value) {
    put_field("trap: mcause ", cause);
    put_field(" mepc ", pc);
    put_field(" mtval ", value);
    uart_puts("\n");
    finisher_exit(TRAP_EXIT_CODE);
}

void trap_handle(uint64_t cause, uint64_t pc, uint64_t value) {
    if (cause == (CAUSE_INTERRUPT | CAUSE_MACHINE_EXTERNAL))
        plic_dispatch();
    else if (cause == (CAUSE_INTERRUPT | CAUSE_MACHINE_TIMER))
        clint_timer_interrupt();
    else
        die(cause, pc, value);
}
