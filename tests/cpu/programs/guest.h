// Guest programs write 64-bit results to 0x800a_0000 on, through gp; what they are expected to write stands beside each
// in section .expect with its source line in .lines. The host compares the two, so that no check relies on the
// instructions under test.

#define RESULTS 0x800a0000
#define DEVICE 0x10000000
#define DEVICE_EXIT 0x00
#define DEVICE_LINES 0x08
#define DEVICE_TIMER 0x10
#define DEVICE_LOG 0x18
#define DEVICE_WAITS 0x20
#define DEVICE_EXTERNAL_AT 0x28
#define DEVICE_LINES_LATER 0x30
#define SLOW_RAM 0x90000000
#define NOWHERE 0xa0000000

.macro expect_word value : vararg.pushsection.expect,
    "a".dword \value.popsection
        .endm

        .macro source_line line.pushsection.lines,
    "a".dword \line.popsection
        .endm

/// Expects the next word written to be `...`.
#define EXPECT(...)                                                                                                    \
    expect_word __VA_ARGS__;                                                                                           \
    source_line __LINE__
/// Writes `reg`.
#define RECORD(reg)                                                                                                    \
    sd reg, 0(gp);                                                                                                     \
    addi gp, gp, 8
#define CHECK(reg, ...)                                                                                                \
    RECORD(reg);                                                                                                       \
    EXPECT(__VA_ARGS__)

        .macro begin.option norelax.option norvc.text.globl _start _start : li gp,
    RESULTS li tp,
    DEVICE
        .endm

        .macro finish li t6,
    0xdead sd zero, DEVICE_EXIT(tp) sd t6,
    0(gp) // not reached: nothing runs after the exit
    addi gp,
    gp,
    8 1 : j 1b.endm

              // A trap handler that records mcause, mepc and mtval and goes on, in M mode, at s10.
              .macro recording_handler la t0,
    1f csrw mtvec, t0 j 2f.balign 64 1 : csrr t6, mcause RECORD(t6)
csrr t6, mepc RECORD(t6)
csrr t6, mtval RECORD(t6)
jr s10 2 :.endm
/// Expects `...` to trap; it must be one instruction.
#define TRAPS(cause, value, ...)                                                                                       \
    la s10, 78f;                                                                                                       \
    77 : __VA_ARGS__;                                                                                                  \
    li t6, 999;                                                                                                        \
    RECORD(t6);                                                                                                        \
    78 : EXPECT(cause);                                                                                                \
    EXPECT(77b);                                                                                                       \
    EXPECT(value)
/// Expects the instruction with these bits to be illegal.
#define ILLEGAL(bits) TRAPS(2, bits, .word bits)
#define ILLEGAL_16(bits) TRAPS(2, bits, .half bits;.option push;.option rvc; c.nop;.option pop)
#define ILLEGAL_CSR(op, rd, csr, rs1)                                                                                  \
    TRAPS(2, (op) << 12 | (rd) << 7 | (csr) << 20 | (rs1) << 15 | 0x73,                                                \
          .word(op) << 12 | (rd) << 7 | (csr) << 20 | (rs1) << 15 | 0x73)
/// Goes to U mode at the next instruction.
#define TO_USER                                                                                                        \
    li t6, 0x1800;                                                                                                     \
    csrc mstatus, t6;                                                                                                  \
    la t6, 76f;                                                                                                        \
    csrw mepc, t6;                                                                                                     \
    mret;                                                                                                              \
    76:
/// Expects `...`, executed in U mode, to trap.
#define USER_TRAPS(cause, value, ...)                                                                                  \
    la s10, 78f;                                                                                                       \
    TO_USER                                                                                                            \
    77 : __VA_ARGS__;                                                                                                  \
    ecall;                                                                                                             \
    78 : EXPECT(cause);                                                                                                \
    EXPECT(77b);                                                                                                       \
    EXPECT(value)
/// Executes `...` in U mode and expects the following ecall to trap.
#define USER_RUNS(...)                                                                                                 \
    la s10, 78f;                                                                                                       \
    TO_USER                                                                                                            \
    __VA_ARGS__;                                                                                                       \
    77 : ecall;                                                                                                        \
    78 : EXPECT(8);                                                                                                    \
    EXPECT(77b);                                                                                                       \
    EXPECT(0)
