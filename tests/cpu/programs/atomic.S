#include "guest.inc"
    begin
    li s0, 0x80100000
// rd gets the old value, memory the new one.
#define AMO(insn, st, ld_, old, operand, seen, after)                                                                  \
    li a0, old;                                                                                                        \
    st a0, 0(s0);                                                                                                      \
    li a1, operand;                                                                                                    \
    insn a2, a1, (s0);                                                                                                 \
    CHECK(a2, seen);                                                                                                   \
    ld_ a3, 0(s0);                                                                                                     \
    CHECK(a3, after)
#define AMOW(insn, old, operand, after) AMO(insn, sw, lw, old, operand, old, after)
#define AMOD(insn, old, operand, after) AMO(insn, sd, ld, old, operand, old, after)
#define ALL                                                                                                            \
    AMOW(amoswap.w, 5, 9, 9);                                                                                          \
    AMOW(amoadd.w, 0x7fffffff, 1, -0x80000000);                                                                        \
    AMOW(amoxor.w, 0x0ff0, 0x00ff, 0x0f0f);                                                                            \
    AMOW(amoand.w, 0x0ff0, 0x00ff, 0x00f0);                                                                            \
    AMOW(amoor.w, 0x0ff0, 0x00ff, 0x0fff);                                                                             \
    AMOW(amomin.w, -3, 2, -3);                                                                                         \
    AMOW(amomin.w, 2, -3, -3);                                                                                         \
    AMOW(amomax.w, -3, 2, 2);                                                                                          \
    AMOW(amomax.w, 2, -3, 2);                                                                                          \
    AMOW(amominu.w, -3, 2, 2);                                                                                         \
    AMOW(amominu.w, 2, -3, 2);                                                                                         \
    AMOW(amomaxu.w, -3, 2, -3);                                                                                        \
    AMOW(amomaxu.w, 2, -3, -3);                                                                                        \
    AMO(amoadd.w, sw, lw, 0xffffffff80000000, 0x1ffffffff, -0x80000000, 0x7fffffff);                                   \
    AMO(amomin.w, sw, lw, 1, 0xffffffff, 1, -1);                                                                       \
    AMO(amomaxu.w, sw, lw, 1, 0x100000000, 1, 1);                                                                      \
    AMOD(amoswap.d, 5, 9, 9);                                                                                          \
    AMOD(amoadd.d, 0x7fffffffffffffff, 1, 0x8000000000000000);                                                         \
    AMOD(amoxor.d, 0x0ff0, 0x00ff, 0x0f0f);                                                                            \
    AMOD(amoand.d, 0x0ff0, 0x00ff, 0x00f0);                                                                            \
    AMOD(amoor.d, 0x0ff0, 0x00ff, 0x0fff);                                                                             \
    AMOD(amomin.d, -3, 2, -3);                                                                                         \
    AMOD(amomin.d, 2, -3, -3);                                                                                         \
    AMOD(amomax.d, -3, 2, 2);                                                                                          \
    AMOD(amomax.d, 2, -3, 2);                                                                                          \
    AMOD(amominu.d, -3, 2, 2);                                                                                         \
    AMOD(amominu.d, 2, -3, 2);                                                                                         \
    AMOD(amomaxu.d, -3, 2, -3);                                                                                        \
    AMOD(amomaxu.d, 2, -3, -3)
    ALL
    // A word operation leaves the neighbouring word alone.
    li a0, 0x1111111122222222
    sd a0, 0(s0)
    li a1, 0x33333333
    amoadd.w.aqrl a2, a1, (s0)
    ld a3, 0(s0)
    CHECK(a3, 0x1111111155555555)
    // rd = rs1 and rd = rs2.
    mv a4, s0
    amoadd.w a4, a1, (a4)
    CHECK(a4, 0x55555555)
    li a1, 1
    amoadd.d a1, a1, (s0)
    CHECK(a1, 0x1111111188888888)
    ld a3, 0(s0)
    CHECK(a3, 0x1111111188888889)
    li s0, SLOW_RAM
    ALL

    // LR/SC: success, and every way to fail.
    li s0, 0x80100000
    li a0, 0xffffffff80000001
    sd a0, 0(s0)
    lr.w a1, (s0)
    CHECK(a1, 0xffffffff80000001)
    li a2, 7
    sc.w a3, a2, (s0)
    CHECK(a3, 0)
    ld a1, 0(s0)
    CHECK(a1, 0xffffffff00000007)
    sc.w a3, a2, (s0) // the reservation is used up
    CHECK(a3, 1)
    lr.d.aq a1, (s0)
    CHECK(a1, 0xffffffff00000007)
    addi s1, s0, 8
    sc.d a3, a2, (s1) // another address
    CHECK(a3, 1)
    ld a1, 0(s1)
    CHECK(a1, 0)
    sc.d a3, a2, (s0) // a failing SC has taken the reservation away
    CHECK(a3, 1)
    lr.w a1, (s0)
    sc.d a3, a2, (s0) // another width
    CHECK(a3, 1)
    lr.d a1, (s0)
    sd zero, 0(s0)
    sc.d a3, a2, (s0) // changed meanwhile
    CHECK(a3, 1)
    ld a1, 0(s0)
    CHECK(a1, 0)
    la t0, 1f
    csrw mtvec, t0
    lr.d a1, (s0)
    ecall
    .balign 4
1:  sc.d a3, a2, (s0) // a trap in between
    CHECK(a3, 1)
    lr.d a1, (s0)
    sc.d.rl a3, a2, (s0)
    CHECK(a3, 0)
    ld a1, 0(s0)
    CHECK(a1, 7)
    li s0, SLOW_RAM
    lr.w a1, (s0)
    sc.w a3, a2, (s0)
    CHECK(a3, 0)
    lw a1, 0(s0)
    CHECK(a1, 7)
    finish
