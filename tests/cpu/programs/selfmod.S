// Code that changes: FENCE.I makes it seen, from memory, over block chains, over page ends.
#include "guest.inc"
#define ADDI_A0(value) (0x00050513 | (value) << 20)
    begin
    li s0, 0x80100000
    li t0, ADDI_A0(1)
    sw t0, 0(s0)
    li s2, 0x00008067 // ret
    sw s2, 4(s0)
    fence.i
    li a0, 0
    jalr s0
    jalr s0
    CHECK(a0, 2)
    li t0, ADDI_A0(16)
    sw t0, 0(s0)
    fence.i
    jalr s0
    CHECK(a0, 18)
    // A loop that changes what it calls each time round.
    li s1, 0
    li a0, 0
1:  slli t0, s1, 20
    li t1, 0x00050513
    or t0, t0, t1
    sw t0, 0(s0)
    fence.i
    jal t2, 2f
    addi s1, s1, 1
    li t0, 50
    bne s1, t0, 1b
    CHECK(a0, 49 * 50 / 2)
    j 3f
2:  mv t3, ra
    jalr s0
    mv ra, t3
    jr t2
3:
    // An instruction over a page's end, of which the second half changes.
    li s0, 0x80101ffe
    li t0, 0x0513
    sh t0, 0(s0)
    li t0, ADDI_A0(1) >> 16
    sh t0, 2(s0)
    sw s2, 4(s0)
    fence.i
    li a0, 0
    jalr s0
    li t0, ADDI_A0(32) >> 16
    sh t0, 2(s0)
    fence.i
    jalr s0
    CHECK(a0, 33)
    // The instruction behind fence.i itself.
    la t0, 4f
    li t1, ADDI_A0(5)
    li a0, 0
    sw t1, 0(t0)
    fence.i
4:  addi a0, a0, 3
    CHECK(a0, 5)
    // A direct call whose target's page changes: the link between the blocks must go.
    la s0, elsewhere
    li s1, 3
    li a0, 0
6:  jal elsewhere
    lw t0, 0(s0)
    li t1, 1 << 20
    add t0, t0, t1
    sw t0, 0(s0)
    fence.i
    addi s1, s1, -1
    bnez s1, 6b
    CHECK(a0, 1 + 2 + 3)
    // Code in memory without DMI.
    li s0, SLOW_RAM
    li t0, ADDI_A0(7)
    sw t0, 0(s0)
    li t0, 0x8082 << 16 | 0x0505 // c.addi a0, 1; ret
    sw t0, 4(s0)
    li a0, 0
    jalr s0
    jalr s0
    CHECK(a0, 16)
    li t0, ADDI_A0(8)
    sw t0, 0(s0)
    fence.i
    jalr s0
    CHECK(a0, 25)
    finish

    .balign 4096
elsewhere:
    addi a0, a0, 1
    ret
