// Every RV64C instruction against the effect of the base instruction that the manual says it stands for.
#include "guest.inc"
#define C(...)                                                                                                         \
    .option push;                                                                                                      \
    .option rvc;                                                                                                       \
    __VA_ARGS__;                                                                                                       \
    .option pop
    begin
    li sp, 0x80100400
    li s0, 0x80100000
    li a1, 0x1122334455667788
    C(c.addi4spn a0, sp, 4; c.addi4spn a2, sp, 1020)
    CHECK(a0, 0x80100404)
    CHECK(a2, 0x801007fc)
    C(c.sd a1, 0(s0); c.sd a1, 248(s0); c.sw a1, 64(s0); c.sw a1, 124(s0); c.sw a1, 4(s0))
    ld a0, 0(s0)
    CHECK(a0, 0x5566778855667788)
    ld a0, 248(s0)
    CHECK(a0, 0x1122334455667788)
    ld a0, 64(s0)
    CHECK(a0, 0x55667788)
    ld a0, 120(s0)
    CHECK(a0, 0x5566778800000000)
    li a2, 0x80100000
    C(c.ld a3, 248(a2); c.lw a4, 124(a2); c.lw a5, 64(a2); c.lw s1, 4(a2))
    CHECK(a3, 0x1122334455667788)
    CHECK(a4, 0x55667788)
    CHECK(a5, 0x55667788)
    CHECK(s1, 0x55667788)
    li t0, -2
    sw t0, 0(s0)
    C(c.lw a0, 0(s0))
    CHECK(a0, -2)
    C(c.nop; c.li t1, -32; c.li t2, 31; c.addi t1, -1; c.addi t2, 31)
    CHECK(t1, -33)
    CHECK(t2, 62)
    li t1, 0x7fffffff
    C(c.addiw t1, 1)
    CHECK(t1, 0xffffffff80000000)
    li t1, 0x180000000
    C(c.addiw t1, 0) // sext.w
    CHECK(t1, 0xffffffff80000000)
    C(c.lui t3, 1; c.lui t4, 0xfffe0; c.lui t5, 31)
    CHECK(t3, 0x1000)
    CHECK(t4, 0xfffffffffffe0000)
    CHECK(t5, 0x1f000)
    mv s1, sp
    C(c.addi16sp sp, -512)
    mv a0, sp
    CHECK(a0, 0x80100200)
    C(c.addi16sp sp, 496)
    mv a0, sp
    CHECK(a0, 0x801003f0)
    mv sp, s1
    li a0, 0x8000000000000010
    li a2, 0x8000000000000010
    li a3, 0x1fff
    C(c.srli a0, 4; c.srai a2, 4; c.andi a3, -16)
    CHECK(a0, 0x0800000000000001)
    CHECK(a2, 0xf800000000000001)
    CHECK(a3, 0x1ff0)
    li a0, 0x8000000000000000
    li a2, 0x8000000000000000
    C(c.srli a0, 63; c.srai a2, 32; c.andi a3, 31)
    CHECK(a0, 1)
    CHECK(a2, 0xffffffff80000000)
    CHECK(a3, 0x10)
    li a0, 12
    li a1, 10
    li a2, 12
    li a3, 12
    li a4, 12
    li a5, 0x80000000
    li s1, 0x7fffffff
    C(c.sub a0, a1; c.xor a2, a1; c.or a3, a1; c.and a4, a1; c.subw a5, a1; c.addw s1, a1)
    CHECK(a0, 2)
    CHECK(a2, 6)
    CHECK(a3, 14)
    CHECK(a4, 8)
    CHECK(a5, 0x7ffffff6)
    CHECK(s1, 0xffffffff80000009)
    li t1, 3
    C(c.slli t1, 63)
    CHECK(t1, 0x8000000000000000)
    li t1, 3
    C(c.slli t1, 4; c.mv t2, t1; c.add t2, t1)
    CHECK(t1, 48)
    CHECK(t2, 96)
    li t1, 0x8877665544332211
    C(c.sdsp t1, 0(sp); c.sdsp t1, 504(sp); c.swsp t1, 64(sp); c.swsp t1, 252(sp))
    C(c.ldsp t2, 504(sp); c.lwsp t3, 252(sp); c.lwsp t4, 64(sp); c.ldsp t5, 0(sp))
    CHECK(t2, 0x8877665544332211)
    CHECK(t3, 0x44332211)
    CHECK(t4, 0x44332211)
    CHECK(t5, 0x8877665544332211)
    ld t2, 504(sp)
    CHECK(t2, 0x8877665544332211)
    lwu t2, 252(sp)
    CHECK(t2, 0x44332211)

    // Control transfers. `path` collects one bit for each piece that must (or must not) be passed.
    li s1, 0
    li a0, 0
    li a1, 5
    C(c.beqz a0, 1f)
    ori s1, s1, 1
1:  C(c.beqz a1, 1f)
    ori s1, s1, 2
1:  C(c.bnez a0, 1f)
    ori s1, s1, 4
1:  C(c.bnez a1, 1f)
    ori s1, s1, 8
1:  C(c.j 1f)
    ori s1, s1, 16
1:  CHECK(s1, 6)
    j 3f
2:  C(c.j 4f) // backward from below
3:  C(c.bnez a1, 2b)
    ori s1, s1, 32
4:  la t1, 5f
    C(c.jr t1)
    ori s1, s1, 64
5:  CHECK(s1, 6)
    la t1, 6f
    C(c.jalr t1)
after_jalr:
    ori s1, s1, 128
6:  CHECK(ra, after_jalr)
    la ra, 7f
    C(c.jalr ra) // ra is read before it is written
after_second:
    ori s1, s1, 256
7:  CHECK(ra, after_second)
    CHECK(s1, 6)
    // Farthest branch and jump.
    C(c.j 8f)
    .skip 2040
    nop
8:  C(c.beqz a0, 9f)
    .skip 248
    nop
9:  li a0, 9
    CHECK(a0, 9)
    // A 32-bit instruction over a page's end, one parcel on each side.
    j crossing
    .balign 4096
    .skip 4096 - 8
crossing:
    C(c.nop; c.nop; c.li a0, 3)
    addi a0, a0, 0x123
    C(c.nop)
    CHECK(a0, 0x126)
    // c.ebreak
    la t0, 1f
    csrw mtvec, t0
break_here:
    C(c.ebreak)
    C(c.nop)
    .balign 4
1:  csrr a0, mcause
    CHECK(a0, 3)
    csrr a0, mepc
    CHECK(a0, break_here)
    finish
