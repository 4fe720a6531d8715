// exit: 0
// Instructions written by stores of two bytes are executed after FENCE.I, also where they have been executed before.
#include "env.inc"
    begin_user
    la a0, source
    la a1, target
    jalr t3, a1
    lhu t0, 0(a0)
    lhu t1, 2(a0)
    sh t0, 0(a1)
    sh t1, 2(a1)
    fence.i
    TEST(2, a3, 444, li a3, 222; jalr t3, a1)
    // And again after a loop has run over the old ones.
    li a4, 100
1:  jalr t3, a1
    addi a4, a4, -1
    bnez a4, 1b
    lw t0, 4(a0)
    sw t0, 0(a1)
    fence.i
    TEST(3, a3, 223, li a3, 222; jalr t3, a1)
    end_of_tests
source:
    addi a3, a3, 222
    addi a3, a3, 1
    .balign 64
target:
    addi a3, a3, 111
    jr t3
