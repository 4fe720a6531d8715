// The manual's table of division by zero and overflow, and products of known value.
#include "guest.inc"
    .macro two a, b
    li a0, \a
    li a1, \b
    .endm
#define TRY(insn, a, b, ...)                                                                                           \
    two a, b;                                                                                                          \
    insn a2, a0, a1;                                                                                                   \
    CHECK(a2, __VA_ARGS__)
    begin
    TRY(divu, 5, 0, 0xffffffffffffffff)
    TRY(remu, 5, 0, 5)
    TRY(div, 5, 0, -1)
    TRY(rem, -5, 0, -5)
    TRY(div, 0x8000000000000000, -1, 0x8000000000000000)
    TRY(rem, 0x8000000000000000, -1, 0)
    TRY(divw, 0x80000000, -1, 0xffffffff80000000)
    TRY(remw, 0x80000000, -1, 0)
    TRY(divw, 5, 0x100000000, -1)
    TRY(divuw, 5, 0x100000000, -1)
    TRY(remw, 0x180000005, 0, 0xffffffff80000005)
    TRY(remuw, 0x80000005, 0, 0xffffffff80000005)
    TRY(div, -7, 2, -3)
    TRY(rem, -7, 2, -1)
    TRY(div, 7, -2, -3)
    TRY(rem, 7, -2, 1)
    TRY(mulh, -1, -1, 0)
    TRY(mulhu, -1, -1, 0xfffffffffffffffe)
    TRY(mulhsu, -1, -1, 0xffffffffffffffff)
    TRY(mulhsu, -1, 2, -1)
    TRY(mulhsu, 2, -1, 1)
    TRY(mulw, 0x7fffffff, 2, -2)
    finish
