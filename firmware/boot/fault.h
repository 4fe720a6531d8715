/* The report of an exception: cause as text, registers, hart state and a backtrace with symbols on the UART, then the
 * end of the program with TRAP_EXIT_CODE. Runs on a stack of its own; a fault of the report itself ends it. */
#ifndef FIRMWARE_BOOT_FAULT_H
#define FIRMWARE_BOOT_FAULT_H

#include <stdint.h>

/* An exception as the entry found it. */
struct fault {
    const uint64_t* x; /* x0 to x31; null for an interrupt that nobody waits for */
    uint64_t cause;    /* mcause */
    uint64_t pc;       /* mepc */
    uint64_t value;    /* mtval */
};

/* Called after the report and before the end; an app may define its own, to tell more. The default does nothing. */
void fault_hook(const struct fault* fault);

_Noreturn void fault_report(const uint64_t* x, uint64_t cause, uint64_t pc, uint64_t value);
/* An exception within fault_report or the hook. */
_Noreturn void fault_in_report(uint64_t cause, uint64_t pc, uint64_t value);
/* "load access fault"; "?" for what the privileged specification does not name. */
const char* fault_cause_text(uint64_t cause);

#endif
