// Corner cases of the privileged manual (1.12), in its order; the section stands at each.
#include "guest.inc"
#define PMP_R 1
#define PMP_X 4
#define PMP_TOR 0x08
#define PMP_NA4 0x10
#define PMP_NAPOT 0x18
#define PMP_LOCK 0x80
#define DATA 0x80100000
#define SET_CONFIG(value)                                                                                              \
    li t0, value;                                                                                                      \
    csrw pmpcfg0, t0
#define MPP(reg)                                                                                                       \
    csrr reg, mstatus;                                                                                                 \
    srli reg, reg, 11;                                                                                                 \
    andi reg, reg, 3
    begin
    recording_handler
    // 2.1: a write of a read-only CSR traps, also of the value that it has, and of no bits by a register that is not x0.
    li t1, 0
    ILLEGAL_CSR(2, 5, 0xf14, 6) // csrrs t0, mhartid, t1
    ILLEGAL_CSR(3, 5, 0xf14, 6)
    ILLEGAL_CSR(1, 5, 0xf14, 6)
    ILLEGAL_CSR(5, 5, 0xf14, 0) // csrrwi of 0 is a write
    csrrs a0, mhartid, x0
    CHECK(a0, 0)
    csrrsi a0, cycle, 0
    ILLEGAL_CSR(1, 0, 0x7b1, 6) // dpc: also without a read there is none

    // 3.1.6.1: a trap saves MIE in MPIE and the privilege in MPP; MRET sets MPIE = 1 and MPP = U.
    csrsi mstatus, 8
    TRAPS(11, 0, ecall)
    MPP(a0)
    CHECK(a0, 3)
    csrr a0, mstatus
    andi a0, a0, 0x88
    CHECK(a0, 0x80)
    TRAPS(3, 77b, ebreak) // nested: MIE is 0 now, and goes to MPIE
    csrr a0, mstatus
    andi a0, a0, 0x88
    CHECK(a0, 0)
    la t0, 1f
    csrw mepc, t0
    mret
1:  csrr a0, mstatus
    andi a0, a0, 0x88
    CHECK(a0, 0x80)
    MPP(a0)
    CHECK(a0, 0)
    li t0, -1
    csrw pmpaddr7, t0
    SET_CONFIG((PMP_NAPOT | 7) << 56) // entry 7: everything is allowed
    csrsi mstatus, 8
    USER_RUNS(nop)
    csrr a0, mstatus
    andi a0, a0, 0x88
    CHECK(a0, 0x80) // TO_USER left MPIE = 1, which MRET made MIE
    MPP(a0)
    CHECK(a0, 0)

    // 3.1.6.3: MPRV turns loads and stores to MPP's rights, not fetches.
    SET_CONFIG(PMP_NAPOT | PMP_X)
    li t0, -1
    csrw pmpaddr0, t0
    li s0, DATA
    li a1, 77
    sd a1, 0(s0)
    li t1, 0x1800
    li t2, 1 << 17
    csrs mstatus, t1
    csrs mstatus, t2
    ld a0, 0(s0)
    CHECK(a0, 77) // MPP = M: no effect
    csrc mstatus, t1
    TRAPS(5, DATA, lw a0, 0(s0))
    csrc mstatus, t1
    TRAPS(7, DATA + 2, sh a0, 2(s0))
    csrc mstatus, t2
    // An entry that gives no X: MPRV does not keep M mode from executing under it.
    SET_CONFIG(PMP_NAPOT | PMP_R)
    csrc mstatus, t1
    csrs mstatus, t2
    lw a0, 0(s0)
    csrc mstatus, t2
    CHECK(a0, 77)
    csrs mstatus, t1
    SET_CONFIG((PMP_NAPOT | 7) << 56)

    // 3.1.6.5: TW concerns less privileged modes than M: WFI in M mode is executed (and a pending interrupt ends it).
    li t0, 1 << 21
    csrs mstatus, t0
    li t0, 0x80
    sd t0, DEVICE_LINES(tp)
    csrw mie, t0
    wfi
    sd zero, DEVICE_LINES(tp)
    csrw mie, zero
    li a0, 1
    CHECK(a0, 1)
    USER_TRAPS(2, 0x10500073, wfi)
    li t0, 1 << 21
    csrc mstatus, t0

    // 3.1.7: MODE of mtvec is WARL: 2 and 3 are not there and the bit is dropped; BASE is aligned to 4 bytes.
    csrr s1, mtvec
    li t0, 0x80001002
    csrw mtvec, t0
    csrr a0, mtvec
    CHECK(a0, 0x80001000)
    li t0, 0x80001003
    csrw mtvec, t0
    csrr a0, mtvec
    CHECK(a0, 0x80001001)
    csrw mtvec, s1

    // 3.1.10: a write of minstret or mcycle is what the next instruction reads; csrrs sees the old value and sets bits.
    li t0, 0x100
    csrw minstret, t0
    csrrs a0, minstret, x0
    CHECK(a0, 0x100)
    csrw minstret, t0
    csrrsi a0, minstret, 1
    csrr a1, minstret
    CHECK(a0, 0x100)
    CHECK(a1, 0x101)
    csrw minstret, t0
    csrwi minstret, 9
    csrr a0, minstret
    CHECK(a0, 9)
    USER_TRAPS(2, 0xb02022f3, csrr t0, minstret)
    USER_TRAPS(2, 0xb0001073, csrw mcycle, zero)

    // 3.1.11: mcounteren concerns reads from U mode, not M; an enabled counter cannot be written for that.
    csrw mcounteren, zero
    csrr a0, instret
    csrwi mcounteren, 5
    USER_RUNS(csrr a0, cycle; csrr a0, instret)
    USER_TRAPS(2, 0xc00312f3, csrrw t0, cycle, t1)
    USER_TRAPS(2, 0xc02332f3, csrrc t0, instret, t1)
    csrw mcounteren, zero

    // 3.1.14: mepc holds any address of an instruction; bit 0 is always 0, and MRET goes there.
    la t0, 1f
    ori t0, t0, 1
    csrw mepc, t0
    csrr a0, mepc
    CHECK(a0, 1f)
    li t1, 0x1800
    csrs mstatus, t1
    mret
    .option rvc
    c.nop
1:  c.nop
    .option norvc
    .balign 4

    // 3.1.15: priority. A fetch that is not allowed comes before what is fetched would trap for.
    la s2, two_calls
    srli t0, s2, 2
    addi t0, t0, 1
    csrw pmpaddr1, t0
    SET_CONFIG((PMP_NAPOT | 7) << 56 | (PMP_NA4 | PMP_R) << 8)
    la s10, 1f
    addi s3, s2, 4
    TO_USER
    jr s3 // to an ECALL without X
1:  EXPECT(1)
    EXPECT(two_calls + 4)
    EXPECT(two_calls + 4)
    la s10, 1f
    TO_USER
    jr s2 // the ECALL before it may be fetched
1:  EXPECT(8)
    EXPECT(two_calls)
    EXPECT(0)
    // An illegal instruction that would also access memory badly is illegal; a CSR that is absent is no access to memory.
    SET_CONFIG((PMP_NAPOT | 7) << 56)
    li s3, NOWHERE + 1
    ILLEGAL(0x0009f003) // load of no width, from s3
    // Misaligned and not there: an atomic access is misaligned first here (the manual leaves it open).
    TRAPS(6, NOWHERE + 1, amoadd.w a0, a0, (s3))
    TRAPS(4, NOWHERE + 1, lr.d a0, (s3))

    // 3.1.16: mtval of c.ebreak is its address; of an illegal instruction of 16 bits those bits alone.
    TRAPS(3, 77b, .option push; .option rvc; c.ebreak; c.nop; .option pop)
    ILLEGAL_16(0x9c41)

    // 3.7.1: the lowest entry that matches any byte decides, whatever a higher one allows.
    li s0, DATA
    li t0, DATA >> 2 | 0x1ff
    csrw pmpaddr2, t0
    SET_CONFIG((PMP_NAPOT | 7) << 56 | PMP_NAPOT << 16)
    USER_TRAPS(5, DATA + 0x7f8, ld a0, 0x7f8(s0))
    // Off entries do not take part, but their addresses bound a TOR entry above.
    li t0, (DATA + 0x20) >> 2
    csrw pmpaddr2, t0
    li t0, (DATA + 0x30) >> 2
    csrw pmpaddr3, t0
    SET_CONFIG((PMP_NAPOT | 7) << 56 | PMP_TOR << 24)
    USER_RUNS(ld a0, 0x18(s0))
    USER_TRAPS(5, DATA + 0x20, ld a0, 0x20(s0))
    USER_TRAPS(5, DATA + 0x28, ld a0, 0x28(s0))
    USER_RUNS(ld a0, 0x30(s0))
    // TOR with top <= bottom matches nothing, also with both at the same address.
    li t0, (DATA + 0x20) >> 2
    csrw pmpaddr3, t0
    USER_RUNS(ld a0, 0x20(s0))
    li t0, (DATA + 0x10) >> 2
    csrw pmpaddr3, t0
    USER_RUNS(ld a0, 0x10(s0))
    USER_RUNS(ld a0, 0x20(s0))
    // NA4 at the last word and NAPOT of 8 bytes beside it.
    li t0, (DATA + 0x3c) >> 2
    csrw pmpaddr2, t0
    li t0, (DATA + 0x40) >> 2
    csrw pmpaddr3, t0
    SET_CONFIG((PMP_NAPOT | 7) << 56 | PMP_NA4 << 16 | PMP_NAPOT << 24)
    USER_RUNS(lw a0, 0x38(s0))
    USER_TRAPS(5, DATA + 0x3c, lbu a0, 0x3c(s0))
    USER_TRAPS(5, DATA + 0x3f, lbu a0, 0x3f(s0))
    USER_TRAPS(5, DATA + 0x47, lbu a0, 0x47(s0))
    USER_RUNS(lbu a0, 0x48(s0))
    // Without any entry that matches, U mode may do nothing and M mode everything.
    SET_CONFIG(PMP_NA4 << 16)
    lw a0, 0x40(s0)
    USER_TRAPS(1, 77b, nop)
    // Locked without X: M mode cannot execute there; without R it cannot read. The rest of the register stays writable.
    la s2, two_calls
    srli t0, s2, 2
    csrw pmpaddr4, t0
    SET_CONFIG((PMP_LOCK | PMP_NA4 | PMP_R) << 32)
    lw a0, 0(s2)
    la s10, 1f
    jr s2
1:  EXPECT(1)
    EXPECT(two_calls)
    EXPECT(two_calls)
    la s10, 1f
    addi s3, s2, 4
    jr s3
1:  EXPECT(11)
    EXPECT(two_calls + 4)
    EXPECT(0)
    TRAPS(7, two_calls, sw a0, 0(s2))
    SET_CONFIG(PMP_NAPOT | 7)
    csrr a0, pmpcfg0
    CHECK(a0, (PMP_LOCK | PMP_NA4 | PMP_R) << 32 | PMP_NAPOT | 7)
    csrw pmpaddr4, zero
    csrr a0, pmpaddr4
    srli t0, s2, 2
    sub a0, a0, t0
    CHECK(a0, 0)
    finish

    .balign 8
two_calls:
    ecall
    ecall
