// Loads and stores of each width, sign and alignment, jumps, upper immediates, and the same outside DMI memory.
#include "guest.inc"
    .macro widths base
    li s0, \base
    li a0, 0x8182838485868788
    sd a0, 0(s0)
    .endm
#define LOADS                                                                                                          \
    lb a1, 0(s0);                                                                                                      \
    CHECK(a1, 0xffffffffffffff88);                                                                                     \
    lbu a1, 0(s0);                                                                                                     \
    CHECK(a1, 0x88);                                                                                                   \
    lh a1, 2(s0);                                                                                                      \
    CHECK(a1, 0xffffffffffff8586);                                                                                     \
    lhu a1, 2(s0);                                                                                                     \
    CHECK(a1, 0x8586);                                                                                                 \
    lw a1, 4(s0);                                                                                                      \
    CHECK(a1, 0xffffffff81828384);                                                                                     \
    lwu a1, 4(s0);                                                                                                     \
    CHECK(a1, 0x81828384);                                                                                             \
    ld a1, 0(s0);                                                                                                      \
    CHECK(a1, 0x8182838485868788)
#define STORES                                                                                                         \
    li a0, 0x1122334455667788;                                                                                         \
    sb a0, 1(s0);                                                                                                      \
    ld a1, 0(s0);                                                                                                      \
    CHECK(a1, 0x8182838485868888);                                                                                     \
    sh a0, 2(s0);                                                                                                      \
    ld a1, 0(s0);                                                                                                      \
    CHECK(a1, 0x8182838477888888);                                                                                     \
    sw a0, 4(s0);                                                                                                      \
    ld a1, 0(s0);                                                                                                      \
    CHECK(a1, 0x5566778877888888)
    begin
    widths 0x80100000
    LOADS
    STORES
    widths SLOW_RAM
    LOADS
    STORES
    // Misaligned: in a page, over a page's end, over an 8-byte boundary of memory without DMI.
    li s0, 0x80100801
    li a0, 0xfffefdfcfbfaf9f8
    sd a0, 0(s0)
    ld a1, 0(s0)
    CHECK(a1, 0xfffefdfcfbfaf9f8)
    lw a1, 1(s0)
    CHECK(a1, 0xfffffffffcfbfaf9)
    lhu a1, 2(s0)
    CHECK(a1, 0xfbfa)
    li s0, 0x80100ffd
    sd a0, 0(s0)
    ld a1, 0(s0)
    CHECK(a1, 0xfffefdfcfbfaf9f8)
    lbu a1, 3(s0)
    CHECK(a1, 0xfb)
    lwu a1, 1(s0)
    CHECK(a1, 0xfcfbfaf9)
    li s0, SLOW_RAM + 0xffd
    sd a0, 0(s0)
    ld a1, 0(s0)
    CHECK(a1, 0xfffefdfcfbfaf9f8)
    lw a1, 1(s0)
    CHECK(a1, 0xfffffffffcfbfaf9)
    // Offsets at both ends of their range.
    li s0, 0x80101000
    li a0, 77
    sd a0, -2048(s0)
    sd a0, 2040(s0)
    addi s1, s0, -2048
    ld a1, 0(s1)
    CHECK(a1, 77)
    addi s1, s0, 2040
    ld a1, 0(s1)
    CHECK(a1, 77)
    // lui and auipc sign-extend.
    lui a0, 0x80000
    CHECK(a0, 0xffffffff80000000)
    lui a0, 0x7ffff
    CHECK(a0, 0x7ffff000)
here:
    auipc a0, 0x80000
    CHECK(a0, here - 0x80000000)
    auipc a0, 1
    CHECK(a0, here + 12 + 0x1000)
    // Jumps: link, backward and forward, low bit of jalr's target cleared, rd = rs1.
    jal a0, 1f
link:
    nop
1:  CHECK(a0, link)
    la a0, 2f
    jalr a0, 1(a0)
link2:
    nop
2:  CHECK(a0, link2)
    la a0, 3f + 0x400
    jalr a1, -0x400(a0)
link3:
    nop
3:  CHECK(a1, link3)
    j 5f
4:  li a0, 4
    CHECK(a0, 4)
    j 6f
5:  j 4b
6:  fence
    fence.tso
    .word 0x0100000f // pause
    li a0, 6
    CHECK(a0, 6)
    finish
