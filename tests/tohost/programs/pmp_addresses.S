// exit: 0
// qemu: no, 7.2 keeps bits 63:54
// Finds the granularity of PMP as the manual tells: all ones to pmpaddr0 of an entry that is off, then the lowest one.
#include "env.inc"
    begin_machine
    li gp, 2
    csrw pmpcfg0, zero
    li a0, -1
    csrw pmpaddr0, a0
    csrr a1, pmpaddr0
    beqz a1, pass // no PMP
    TEST(3, a0, 1, andi a0, a1, 1) // 4 bytes
    // Bits 63:54 are none of an address's.
    TEST(4, a0, 0, srli a0, a1, 54)
    // Entry 0 off does not keep M mode from anything, nor does a match without L.
    TEST(5, a0, 0x5a, la a2, byte; lbu a0, 0(a2))
    li t0, 0x18 // NAPOT without rights
    csrw pmpcfg0, t0
    TEST(6, a0, 0x5a, lbu a0, 0(a2))
    csrw pmpcfg0, zero
    // Locked without rights, for four bytes: M mode too.
    srli t0, a2, 2
    csrw pmpaddr1, t0
    li t0, 0x9000 // L, NA4
    csrw pmpcfg0, t0
    TEST(7, s1, 1, lbu a0, 0(a2))
    TEST(8, s1, 1, lbu a0, 4(a2))
    csrw pmpcfg0, zero
    TEST(9, a0, 0x9000, csrr a0, pmpcfg0)
    TEST(10, s1, 2, lbu a0, 1(a2))
    end_of_tests
    .balign 8
byte:
    .dword 0x5a
    .text
    .balign 4
mtvec_handler:
    csrr t0, mcause
    li t1, CAUSE_LOAD_ACCESS
    bne t0, t1, fail
    addi s1, s1, 1
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret
