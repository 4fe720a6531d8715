#include "firmware/boot/fault.h"

#include "firmware/boot/backtrace.h"
#include "firmware/boot/trap.h"
#include "firmware/hal/csr.h"
#include "firmware/hal/finisher.h"
#include "firmware/hal/uart.h"

#define CAUSE_INTERRUPT (1ull << 63)
#define RA 1
#define SP 2
#define REGISTERS_PER_LINE 4

const char* fault_cause_text(uint64_t cause) {
    static const char* const exceptions[] = {"instruction address misaligned",
                                             "instruction access fault",
                                             "illegal instruction",
                                             "breakpoint",
                                             "load address misaligned",
                                             "load access fault",
                                             "store address misaligned",
                                             "store access fault",
                                             "environment call from U mode",
                                             "environment call from S mode",
                                             "?",
                                             "environment call from M mode",
                                             "instruction page fault",
                                             "load page fault",
                                             "?",
                                             "store page fault"};
    if ((cause & CAUSE_INTERRUPT) != 0) return "unexpected interrupt";
    return cause < sizeof exceptions / sizeof exceptions[0] ? exceptions[cause] : "?";
}

static void put_field(const char* name, uint64_t value) {
    uart_puts(name);
    uart_put_hex(value);
}

static void put_cause(const char* prefix, uint64_t cause, uint64_t pc, uint64_t value) {
    uart_puts(prefix);
    uart_puts(fault_cause_text(cause));
    put_field(", mcause ", cause);
    put_field(" mepc ", pc);
    put_field(" mtval ", value);
    uart_puts("\n");
}

static void put_registers(const uint64_t* x) {
    static const char* const names[32] = {0,     " ra", " sp", " gp", " tp", " t0", " t1", " t2", " s0", " s1", " a0",
                                          " a1", " a2", " a3", " a4", " a5", " a6", " a7", " s2", " s3", " s4", " s5",
                                          " s6", " s7", " s8", " s9", "s10", "s11", " t3", " t4", " t5", " t6"};
    for (unsigned i = 1; i < 32; ++i) {
        uart_puts("  ");
        uart_puts(names[i]);
        put_field(" ", x[i]);
        if (i % REGISTERS_PER_LINE == 0 || i == 31) uart_puts("\n");
    }
}

__attribute__((weak)) void fault_hook(const struct fault* fault) {
    (void)fault;
}

void fault_report(const uint64_t* x, uint64_t cause, uint64_t pc, uint64_t value) {
    put_cause("trap: ", cause, pc, value);
    if (x != 0) put_registers(x);
    put_field("   mstatus ", CSR_READ(mstatus));
    put_field("  mie ", CSR_READ(mie));
    put_field("  mip ", CSR_READ(mip));
    put_field("  mcycle ", CSR_READ(mcycle));
    uart_puts("\n");
    if (x != 0) {
        uart_puts("backtrace:\n");
        backtrace_print(pc, x[SP], x[RA]);
    }
    const struct fault fault = {x, cause, pc, value};
    fault_hook(&fault);
    finisher_exit(TRAP_EXIT_CODE);
}

void fault_in_report(uint64_t cause, uint64_t pc, uint64_t value) {
    put_cause("\ntrap in the report of a trap: ", cause, pc, value);
    finisher_exit(TRAP_EXIT_CODE);
}
