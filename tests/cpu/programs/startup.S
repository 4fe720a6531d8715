// The start-up of common test programs for bare harts: each step that may not exist runs under a trap vector that
// points behind it; then to U mode and back with an ecall, through a full save of the registers.
#include "guest.inc"
    .macro optional insn:vararg
    la t0, 1f
    csrw mtvec, t0
    \insn
    addi s11, s11, 1
    .balign 4
1:
    .endm
    begin
    li s11, 0
    csrr a0, mhartid
1:  bnez a0, 1b
    optional csrwi 0x744, 0x08 // mnstatus
    CHECK(s11, 0)
    optional csrwi 0x180, 0 // satp
    CHECK(s11, 0)
    optional csrw pmpaddr0, t0
    CHECK(s11, 1)
    optional csrwi mie, 0
    CHECK(s11, 2)
    optional csrwi 0x303, 0 // mideleg
    CHECK(s11, 2)
    optional csrwi 0x302, 0 // medeleg
    CHECK(s11, 2)
    csrwi mstatus, 0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    la t0, vector
    csrw mtvec, t0
    la t0, in_user
    csrw mepc, t0
    csrr a0, mhartid
    mret
in_user:
    li a7, 93
    li a0, 0
    ecall
after_ecall:
    EXPECT(8)
    EXPECT(after_ecall - 4)
    CHECK(a7, 94)
    li a7, 95
    ecall
    .balign 4
vector:
    csrr t5, mcause
    li t6, 95
    beq a7, t6, done
    RECORD(t5)
    csrr t6, mepc
    RECORD(t6)
    addi t6, t6, 4
    csrw mepc, t6
    addi a7, a7, 1
    mret
done:
    finish
