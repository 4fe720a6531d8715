// exit: 0
// Machine CSRs in M mode; then that U mode can neither read mstatus nor write cycle.
#include "env.inc"
    begin_machine
    TEST(2, a0, 2, csrr a0, misa; srli a0, a0, 62)
    TEST(3, a0, 0, csrr a0, mhartid)
    csrr a0, mimpid
    csrr a0, marchid
    csrr a0, mvendorid
    csrs mtvec, zero
    csrs mepc, zero
    TEST(4, a0, 3, csrwi mscratch, 3; csrr a0, mscratch)
    TEST(5, a1, 3, csrrci a1, mscratch, 1)
    TEST(6, a2, 2, csrrsi a2, mscratch, 4)
    TEST(7, a3, 6, csrrwi a3, mscratch, 2)
    TEST(8, a0, 0xbad1dea, li a0, 0xbad1dea; csrrw a1, mscratch, a0; csrr a0, mscratch)
    // mstatus.FS without F is 0, or keeps what it is given: both are allowed. Nothing else may follow from it.
    li gp, 9
    li t0, MSTATUS_FS
    csrs mstatus, t0
    csrr t1, misa
    andi t1, t1, 1 << 5
    bnez t1, 1f
    csrr t1, mstatus
    and t1, t1, t0
    bnez t1, fail
1:
    // UXL says 64 bits if U mode is there.
    li t0, MSTATUS_MPP
    csrc mstatus, t0
    csrr t1, mstatus
    and t1, t1, t0
    bnez t1, 1f
    TEST(10, a0, 2, csrr a0, mstatus; srli a0, a0, 32; andi a0, a0, 3)
1:  csrr a0, misa
    srli a0, a0, 20
    andi a0, a0, 1
    beqz a0, pass
    la t0, 1f
    csrw mepc, t0
    li t0, MSTATUS_MPP
    csrc mstatus, t0
    mret
1:  TEST(11, a0, 255, li a0, 255; csrrw a0, cycle, x0)
    TEST(12, a0, 0, li a0, 0; csrr a0, mstatus)
    TEST(13, s1, 2, nop)
    end_of_tests
    .text
    .balign 4
mtvec_handler:
    csrr t0, mcause
    li t1, CAUSE_ILLEGAL
    bne t0, t1, fail
    li t1, 11
    blt gp, t1, fail
    addi s1, s1, 1
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret
