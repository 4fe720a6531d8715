// exit: 0
// Compressed instructions, one of 32 bits over a page's end, and whether C can be turned off.
#include "env.inc"
    begin_machine
    li gp, 2
    la a1, over_the_end
    li a0, 0
    jalr a1
    TEST(2, a0, 667, nop)
    .option rvc
    TEST(3, a0, 0x1e, c.li a0, 15; c.slli a0, 1)
    TEST(4, a0, 12, c.li a0, 8; c.li a1, 4; c.add a0, a1)
    // Writing misa may clear C or not; what it then says must hold: jumps to an address of 4 n + 2 work if C is set.
    li gp, 5
    .balign 4
    c.nop
    csrci misa, 4 // would be misaligned behind it without C: C stays
    c.nop
    csrr a0, misa
    andi a0, a0, 4
    beqz a0, fail
    li gp, 6
    la t0, 1f
    jr t0
    .balign 4
    c.nop
1:  c.j 2f
    c.j 2f
2:
    .option norvc
    j pass
    .balign 4096
    .skip 4094
over_the_end:
    addi a0, a0, 667
    ret
    end_of_tests
