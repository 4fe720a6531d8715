// exit: 0
// LR/SC: what succeeds, what must not, and that a loop of them gets on.
#include "env.inc"
    begin_user
    la s0, word
    TEST(2, a0, 1, li a1, 5; sc.w a0, a1, (s0))
    TEST(3, a0, 7, lw a0, 0(s0))
    TEST(4, a0, 0, lr.w a1, (s0); sc.w a0, a1, (s0))
    TEST(5, a0, 1, sc.w a0, a1, (s0))
    li a1, 1024
1:  lr.w a2, (s0)
    addi a2, a2, 1
    sc.w a0, a2, (s0)
    bnez a0, 1b
    addi a1, a1, -1
    bnez a1, 1b
    TEST(6, a0, 1031, lw a0, 0(s0))
    la s1, double
    li a1, 1000
1:  lr.d.aq a2, (s1)
    sub a2, a2, a1
    sc.d.rl a0, a2, (s1)
    bnez a0, 1b
    addi a1, a1, -1
    bnez a1, 1b
    TEST(7, a0, 0x100000000 - 500500, ld a0, 0(s1))
    TEST(8, a0, 0x100000000 - 500500, li a1, -1; amomaxu.d a0, a1, (s1))
    TEST(9, a0, -1, ld a0, 0(s1))
    end_of_tests
word:
    .word 7
    .balign 8
double:
    .dword 0x100000000
