// Interrupts raised through the device's lines, which are the bits of mip.
#include "guest.inc"
#define SOFTWARE 0x008
#define TIMER 0x080
#define EXTERNAL 0x800
    begin
    la t0, direct
    csrw mtvec, t0
    li s1, SOFTWARE | TIMER | EXTERNAL
    // Pending but not enabled in mie; then enabled there but MIE = 0: nothing is taken, mip shows the lines.
    sd s1, DEVICE_LINES(tp)
    csrr a0, mip
    CHECK(a0, 0x888)
    csrsi mstatus, 8
    nop
    csrci mstatus, 8
    csrw mie, s1
    nop
    // All at once: external, then software, then timer. The handler drops the line that it serves.
    csrsi mstatus, 8
after_all:
    EXPECT(0x800000000000000b)
    EXPECT(after_all)
    EXPECT(0)
    EXPECT(0x8000000000000003)
    EXPECT(after_all)
    EXPECT(0)
    EXPECT(0x8000000000000007)
    EXPECT(after_all)
    EXPECT(0)
    // A line raised by a store is taken right behind it.
    li s2, TIMER
    sd s2, DEVICE_LINES(tp)
after_store:
    nop
    EXPECT(0x8000000000000007)
    EXPECT(after_store)
    EXPECT(0)
    // Also if the device takes a moment (a delta cycle) to raise it.
    li s2, SOFTWARE
    sd s2, DEVICE_LINES_LATER(tp)
after_later:
    nop
    EXPECT(0x8000000000000003)
    EXPECT(after_later)
    EXPECT(0)
    // mret with MPIE set and an interrupt pending takes it before the next instruction.
    csrci mstatus, 8
    sd s2, DEVICE_LINES(tp)
    csrr a0, mip
    CHECK(a0, SOFTWARE)
    la t0, after_mret
    csrw mepc, t0
    li t0, 0x1880
    csrs mstatus, t0
    mret
after_mret:
    nop
    EXPECT(0x8000000000000003)
    EXPECT(after_mret)
    EXPECT(0)
    // Vectored: interrupts at base + 4 * code, exceptions at base.
    csrci mstatus, 8
    la t0, vectors + 1
    csrw mtvec, t0
    csrsi mstatus, 8
    sd s2, DEVICE_LINES(tp)
    EXPECT(103)
    li s2, TIMER
    sd s2, DEVICE_LINES(tp)
    EXPECT(107)
    li s2, EXTERNAL
    sd s2, DEVICE_LINES(tp)
    EXPECT(111)
    la s10, 1f
    ecall
1:  EXPECT(100)
    // WFI with MIE = 0 wakes up and goes on; the interrupt is still pending.
    csrci mstatus, 8
    li t0, 500
    sd t0, DEVICE_TIMER(tp)
    wfi
    csrr a0, mip
    CHECK(a0, TIMER)
    sd zero, DEVICE_LINES(tp)
    // With MIE = 1 the handler runs first, mepc behind the wfi.
    la t0, direct
    csrw mtvec, t0
    csrsi mstatus, 8
    li t0, 500
    sd t0, DEVICE_TIMER(tp)
    wfi
after_wfi:
    nop
    EXPECT(0x8000000000000007)
    EXPECT(after_wfi)
    EXPECT(0)
    // A line that mie does not let through does not wake.
    csrci mstatus, 8
    li t0, EXTERNAL
    csrw mie, t0
    li t0, 300
    sd t0, DEVICE_TIMER(tp)
    li t0, 900
    sd t0, DEVICE_EXTERNAL_AT(tp)
    wfi
    csrr a0, mip
    CHECK(a0, TIMER | EXTERNAL)
    // Already pending: no sleep.
    wfi
    sd zero, DEVICE_LINES(tp)
    // U mode takes interrupts whatever MIE says.
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    csrw mie, s1
    li t0, 0x1888
    csrc mstatus, t0
    la t0, 1f
    csrw mepc, t0
    la s11, back_in_machine
    li t0, 200
    sd t0, DEVICE_TIMER(tp)
    mret
1:  j 1b
    EXPECT(0x8000000000000007)
    EXPECT(1b)
    EXPECT(0)
back_in_machine:
    csrr a0, mstatus
    srli a0, a0, 11
    andi a0, a0, 3
    CHECK(a0, 0)
    // A loop without any access to the bus is left by the interrupt.
    li s11, 0
    csrsi mstatus, 8
    li a1, 0
    li t0, 5000
    sd t0, DEVICE_TIMER(tp)
    la s11, 2f
1:  j 1b
    EXPECT(0x8000000000000007)
    EXPECT(1b)
    EXPECT(0)
2:  finish

    .balign 4
// Records, drops the highest pending line, and returns: to s11 in M mode if that is not 0.
direct:
    csrr t6, mcause
    RECORD(t6)
    csrr t5, mepc
    RECORD(t5)
    csrr t5, mtval
    RECORD(t5)
    li t5, 1
    sll t5, t5, t6
    ld t6, DEVICE_LINES(tp)
    xor t6, t6, t5
    sd t6, DEVICE_LINES(tp)
    beqz s11, 1f
    csrw mepc, s11
    li s11, 0
    li t6, 0x1800
    csrs mstatus, t6
    li t6, 0x80
    csrc mstatus, t6
    mret
1:  mret

    .macro entry code
    li t6, 100 + \code
    j common
    .endm
    .balign 64
vectors:
    j on_exception
    j unexpected
    j unexpected
    j on_software
    j unexpected
    j unexpected
    j unexpected
    j on_timer
    j unexpected
    j unexpected
    j unexpected
    j on_external
on_exception:
    li t6, 100
    RECORD(t6)
    csrw mepc, s10
    mret
on_software:
    entry 3
on_timer:
    entry 7
on_external:
    entry 11
unexpected:
    entry 99
common:
    RECORD(t6)
    sd zero, DEVICE_LINES(tp)
    mret
