// Physical memory protection. Entry 15 lets U mode execute everywhere; lower entries are tried in s0's page.
#include "guest.inc"
#define R 1
#define W 2
#define X 4
#define TOR 0x08
#define NA4 0x10
#define NAPOT 0x18
#define LOCK 0x80
#define PAGE 0x80100000
#define SET_ADDRESS(entry, value)                                                                                      \
    li t0, value;                                                                                                      \
    csrw pmpaddr##entry, t0
#define SET_CONFIG(value)                                                                                              \
    li t0, value;                                                                                                      \
    csrw pmpcfg0, t0
    begin
    recording_handler
    li s0, PAGE
    li a1, 0x1234
    sd a1, 0x100(s0)
    // Fields that do not exist read as zero; R = 0, W = 1 is no legal combination and drops W.
    SET_CONFIG(0x7f)
    csrr a0, pmpcfg0
    CHECK(a0, 0x1f)
    SET_CONFIG(W | X)
    csrr a0, pmpcfg0
    CHECK(a0, X)
    SET_ADDRESS(0, -1)
    csrr a0, pmpaddr0
    CHECK(a0, 0x3fffffffffffff)
    SET_ADDRESS(15, -1)
    SET_CONFIG((NAPOT | X) << 56)
    csrw pmpcfg2, t0
    csrw pmpcfg0, zero

    // TOR over [0x100, 0x110): everything inside, nothing across its bounds.
    SET_ADDRESS(0, (PAGE + 0x100) >> 2)
    SET_ADDRESS(1, (PAGE + 0x110) >> 2)
    SET_CONFIG((TOR | R) << 8)
    USER_RUNS(ld a0, 0x100(s0))
    CHECK(a0, 0x1234)
    USER_RUNS(ld a0, 0x108(s0))
    USER_RUNS(lb a0, 0x10f(s0))
    USER_RUNS(lw a0, 0x107(s0)) // misaligned
    USER_TRAPS(5, PAGE + 0xff, lb a0, 0xff(s0))
    USER_TRAPS(5, PAGE + 0x110, lb a0, 0x110(s0))
    USER_TRAPS(5, PAGE + 0xfc, ld a0, 0xfc(s0))
    USER_TRAPS(5, PAGE + 0x10c, ld a0, 0x10c(s0))
    USER_TRAPS(5, PAGE + 0x10d, lw a0, 0x10d(s0))
    USER_TRAPS(7, PAGE + 0x100, sd a0, 0x100(s0))
    // M mode is not concerned, but across the bounds: an entry must match all bytes "irrespective of the L bit".
    sd a1, 0x100(s0)
    sd a1, 0xf8(s0)
    TRAPS(5, PAGE + 0xfc, ld a0, 0xfc(s0))
    // A change takes effect at once, both ways.
    SET_CONFIG((TOR | R | W) << 8)
    USER_RUNS(sd zero, 0x100(s0))
    ld a0, 0x100(s0)
    CHECK(a0, 0)
    SET_CONFIG(0)
    USER_TRAPS(5, PAGE + 0x100, ld a0, 0x100(s0))
    // Empty TOR range; TOR in entry 0 starts at address 0.
    SET_ADDRESS(1, (PAGE + 0x100) >> 2)
    SET_CONFIG((TOR | R) << 8)
    USER_TRAPS(5, PAGE + 0x100, ld a0, 0x100(s0))
    SET_CONFIG(TOR | R)
    USER_TRAPS(1, 77b, nop)
    SET_CONFIG(TOR | R | X)
    USER_RUNS(ld a0, 0xf8(s0))
    USER_TRAPS(5, PAGE + 0x100, ld a0, 0x100(s0))

    // NA4, and an access larger than it.
    SET_CONFIG(0)
    SET_ADDRESS(0, (PAGE + 0x200) >> 2)
    SET_CONFIG(NA4 | R | W)
    USER_RUNS(sw a1, 0x200(s0))
    USER_RUNS(lhu a0, 0x202(s0))
    USER_TRAPS(5, PAGE + 0x200, ld a0, 0x200(s0))
    USER_TRAPS(7, PAGE + 0x1fc, sd a0, 0x1fc(s0))
    USER_TRAPS(5, PAGE + 0x204, lw a0, 0x204(s0))
    addi s1, s0, 0x200
    USER_RUNS(amoadd.w a0, a1, (s1))
    CHECK(a0, 0x1234)
    SET_CONFIG(NA4 | R)
    USER_TRAPS(7, PAGE + 0x200, amoadd.w a0, a1, (s1))
    USER_RUNS(lr.w a0, (s1))
    CHECK(a0, 0x2468)

    // NAPOT of 8 bytes, 64 bytes and a page; the lowest matching entry decides.
    SET_ADDRESS(0, (PAGE + 0x300) >> 2)
    SET_CONFIG(NAPOT | R)
    USER_RUNS(ld a0, 0x300(s0))
    USER_TRAPS(5, PAGE + 0x308, lb a0, 0x308(s0))
    USER_TRAPS(5, PAGE + 0x2ff, lb a0, 0x2ff(s0))
    SET_ADDRESS(0, (PAGE + 0x300) >> 2 | 7)
    USER_RUNS(ld a0, 0x338(s0))
    USER_TRAPS(5, PAGE + 0x340, lb a0, 0x340(s0))
    SET_ADDRESS(1, PAGE >> 2 | 0x1ff)
    SET_CONFIG(NAPOT | (NAPOT | R | W) << 8)
    USER_RUNS(sd a0, 0x2f8(s0))
    USER_TRAPS(5, PAGE + 0x300, lb a0, 0x300(s0))
    USER_TRAPS(7, PAGE + 0x2fc, sd a0, 0x2fc(s0))
    USER_RUNS(sd a0, 0x7f8(s0))
    SET_CONFIG((NAPOT | R | W) << 8)
    USER_RUNS(sd a1, 0x300(s0))
    USER_RUNS(ld a0, 0x300(s0))
    CHECK(a0, 0x1234)

    // Execute: a page without X; an instruction of which only the first half may be fetched.
    la s1, victim
    li t0, 0x00150513 // addi a0, a0, 1
    sw t0, 0(s1)
    sw t0, 4(s1)
    fence.i
    li s2, 0x82 // c.jr ra is 0x8082
    sb s2, 8(s1)
    li s2, 0x80
    sb s2, 9(s1)
    fence.i
    srli t0, s1, 2
    csrw pmpaddr0, t0
    SET_CONFIG(NA4 | R)
    li a0, 0
    la s10, 1f
    TO_USER
    jr s1
1:  EXPECT(1)
    EXPECT(victim)
    EXPECT(victim)
    // M mode still executes it.
    li a0, 0
    jalr s1
    CHECK(a0, 2)
    // Only the second word is denied: the first instruction runs.
    addi t0, s1, 4
    srli t0, t0, 2
    csrw pmpaddr0, t0
    li a0, 0
    la s10, 1f
    TO_USER
    jr s1
1:  EXPECT(1)
    EXPECT(victim + 4)
    EXPECT(victim + 4)
    CHECK(a0, 1)
    // From the middle: 2 bytes allowed, 2 denied.
    li t0, 0x0513
    sh t0, 2(s1)
    fence.i
    la s10, 1f
    addi s2, s1, 2
    TO_USER
    jr s2
1:  EXPECT(1)
    EXPECT(victim + 2)
    EXPECT(victim + 4)

    // Locked entries bind M mode and cannot be changed.
    SET_CONFIG(0)
    SET_ADDRESS(2, (PAGE + 0x400) >> 2)
    SET_ADDRESS(3, (PAGE + 0x410) >> 2)
    SET_CONFIG((LOCK | TOR | R) << 24)
    ld a0, 0x400(s0)
    TRAPS(7, PAGE + 0x400, sd a0, 0x400(s0))
    TRAPS(5, PAGE + 0x40c, ld a0, 0x40c(s0))
    addi s2, s0, 0x408
    TRAPS(7, PAGE + 0x408, amoswap.d a0, a0, (s2))
    SET_CONFIG(0)
    csrr a0, pmpcfg0
    CHECK(a0, (LOCK | TOR | R) << 24)
    SET_ADDRESS(3, 0)
    csrr a0, pmpaddr3
    CHECK(a0, (PAGE + 0x410) >> 2)
    SET_ADDRESS(2, 0) // lower bound of a locked TOR entry
    csrr a0, pmpaddr2
    CHECK(a0, (PAGE + 0x400) >> 2)
    SET_ADDRESS(4, (PAGE + 0x800) >> 2)
    csrr a0, pmpaddr4
    CHECK(a0, (PAGE + 0x800) >> 2)
    TRAPS(7, PAGE + 0x400, sd a0, 0x400(s0))
    sd a0, 0x3f8(s0)
    sd a0, 0x410(s0)
    finish

    .balign 4096
victim:
    .skip 64
