// exit: 0
// qemu: no, an AMO that faults is a load fault there
// Jumps, loads and stores to addresses that are not there, far up in the address space too, commit what they must and
// nothing else.
#include "env.inc"
    begin_machine
    li s2, (1 << 63) + 2
    .macro faults number, cause, value:vararg
    li gp, \number
    li s1, \cause
    la s3, 7f
    \value
    j fail
    .balign 4
7:
    .endm
    // JALR writes rd before the fetch fails.
    li t2, 0
    la s4, 1f
    faults 2, CAUSE_FETCH_ACCESS, jalr t2, s2, 0
1:  beqz t2, fail
    li t2, 77
    faults 3, CAUSE_LOAD_ACCESS, lb t2, 0(s2)
    faults 4, CAUSE_STORE_ACCESS, sb t2, 0(s2)
    addi s2, s2, -2
    faults 5, CAUSE_LOAD_ACCESS, ld t2, 0(s2)
    faults 6, CAUSE_STORE_ACCESS, amoadd.w t2, t2, (s2)
    TEST(7, s5, 77, mv s5, t2)
    end_of_tests
    .text
    .balign 4
mtvec_handler:
    csrr t0, mcause
    bne t0, s1, fail
    csrr t0, mtval
    beqz t0, 1f
    bne t0, s2, fail
1:  csrw mepc, s3
    mret
