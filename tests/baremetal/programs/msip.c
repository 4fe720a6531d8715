/* Three software interrupts; each is pending until MSIP is cleared. */
#include "virt.h"

static volatile unsigned count;

uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    (void)value;
    if (cause != CAUSE_SOFTWARE) finish(1);
    if ((read_csr(mip) & MIE_SOFTWARE) == 0) finish(2);
    write32(CLINT_MSIP, 0);
    ++count;
    return pc;
}

int main(void) {
    set_csr(mie, MIE_SOFTWARE);
    set_csr(mstatus, MSTATUS_MIE);
    for (unsigned round = 1; round <= 3; ++round) {
        write32(CLINT_MSIP, 0xffffffff);
        while (count < round)
            ;
    }
    put_named("software interrupts", count, 1);
    write32(CLINT_MSIP, 0);
    put_named("msip", read32(CLINT_MSIP), 8);
    return 0;
}
