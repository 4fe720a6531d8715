// U mode: what it may do, what it may not, and how it gets back.
#include "guest.inc"
    begin
    recording_handler
    // Without a PMP entry that matches, U mode may not even fetch.
    USER_TRAPS(1, 77b, nop)
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    USER_RUNS(nop)
    USER_TRAPS(2, 0x30200073, mret)
    USER_TRAPS(2, 0x300022f3, csrr t0, mstatus)
    USER_TRAPS(2, 0x34029073, csrw mscratch, t0)
    USER_TRAPS(3, 77b, ebreak)
    // The privilege that trapped stands in MPP.
    li a0, 0
    USER_RUNS(li a0, 7)
    CHECK(a0, 7)
    csrr a0, mstatus
    srli a0, a0, 11
    andi a0, a0, 3
    CHECK(a0, 0)
    // Counters by mcounteren.
    USER_TRAPS(2, 0xc00022f3, csrr t0, cycle)
    USER_TRAPS(2, 0xc02022f3, csrr t0, instret)
    USER_TRAPS(2, 0xc0302373, csrr t1, hpmcounter3)
    csrwi mcounteren, 1
    USER_RUNS(csrr t0, cycle)
    USER_TRAPS(2, 0xc02022f3, csrr t0, instret)
    csrwi mcounteren, 4
    USER_TRAPS(2, 0xc00022f3, csrr t0, cycle)
    USER_RUNS(csrr t0, instret)
    // WFI under TW.
    li t0, 1 << 21
    csrs mstatus, t0
    USER_TRAPS(2, 0x10500073, wfi)
    li t0, 1 << 21
    csrc mstatus, t0
    // MPRV: M mode's loads and stores with the rights of MPP, fetches as before; a trap sets MPP = M, so that the
    // handler's own stores work.
    csrw pmpcfg0, zero
    li s0, 0x80100000
    li a0, 5
    sd a0, 0(s0)
    li t1, 0x1800
    li t2, 1 << 17
    csrc mstatus, t1
    csrs mstatus, t2
    TRAPS(5, 0x80100000, ld a0, 0(s0))
    csrc mstatus, t1
    TRAPS(7, 0x80100000, sd zero, 0(s0))
    csrc mstatus, t1
    TRAPS(7, 0x80100000, amoadd.d a0, a0, (s0))
    ld a0, 0(s0)
    CHECK(a0, 5)
    // mret to U mode clears MPRV, mret to M mode keeps it.
    la t0, 1f
    csrw mepc, t0
    mret
1:  csrr a0, mstatus
    csrc mstatus, t2
    CHECK(a0, 0x200020080)
    csrs mstatus, t2
    li t0, 0x1f
    csrw pmpcfg0, t0
    USER_RUNS(nop)
    csrr a0, mstatus
    CHECK(a0, 0x200000080)
    finish
