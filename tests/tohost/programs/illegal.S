// exit: 0
// Illegal instructions: mtval is 0 or the instruction; a hart without S mode says so by mstatus.MPP.
#include "env.inc"
    begin_machine
    TEST(2, s1, 1, li s1, 0; .word 0xffffffff)
    TEST(3, s1, 1, li s1, 0; csrr a0, 0x5ff)
    TEST(4, s1, 1, li s1, 0; csrw mhartid, zero)
    // Every privilege of its own or the old value, none that does not exist.
    li gp, 5
    li t0, MSTATUS_MPP
    csrc mstatus, t0
    li t1, 0x800 // S
    csrs mstatus, t1
    csrr t2, mstatus
    and t2, t2, t0
    beq t2, t1, pass // S mode: another hart's matter
    bnez t2, fail
    TEST(6, s1, 1, li s1, 0; sret)
    TEST(7, s1, 1, li s1, 0; sfence.vma)
    TEST(8, s1, 1, li s1, 0; csrr a0, satp)
    TEST(9, s1, 1, li s1, 0; csrr a0, sstatus)
    TEST(10, s1, 1, li s1, 0; csrw medeleg, zero)
    end_of_tests
    .text
    .balign 4
mtvec_handler:
    csrr t0, mcause
    li t1, CAUSE_ILLEGAL
    bne t0, t1, fail
    csrr t0, mepc
    csrr t1, mtval
    beqz t1, 1f
    lhu t3, 0(t0)
    lhu t4, 2(t0)
    slli t4, t4, 16
    or t3, t3, t4
    bne t1, t3, fail
1:  addi s1, s1, 1
    addi t0, t0, 4
    csrw mepc, t0
    li t0, MSTATUS_MPP
    csrs mstatus, t0
    mret
