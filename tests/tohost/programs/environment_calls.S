// exit: 0
// EBREAK and ECALL from U and M mode, through a handler in vectored mode, where exceptions go to the base.
#include "env.inc"
    begin_machine
    li gp, 2
    la t0, vectors + 1
    csrw mtvec, t0
    csrr t1, mtvec
    bne t0, t1, fail
    li s1, 0
    ecall
    TEST(3, s1, CAUSE_MACHINE_ECALL, nop)
    ebreak
    TEST(4, s1, CAUSE_BREAKPOINT, nop)
    li t0, MSTATUS_MPP
    csrc mstatus, t0
    la t0, 1f
    csrw mepc, t0
    mret
1:  ecall
    TEST(5, s1, CAUSE_USER_ECALL, nop)
    ebreak
    TEST(6, s1, CAUSE_BREAKPOINT, nop)
    // The tests' own end: back to the first handler, from M mode.
    li s2, 1
    ecall
    end_of_tests
    .text
    .balign 64
vectors:
    j 1f
    j fail
    j fail
    j fail
1:  bnez s2, 2f
    csrr s1, mcause
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret
2:  la t0, trap_vector
    csrw mtvec, t0
    j pass
