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

    .macro expect_word value:vararg
    .pushsection .expect, "a"
    .dword \value
    .popsection
    .endm

    .macro source_line line
    .pushsection .lines, "a"
    .dword \line
    .popsection
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

    .macro begin
    .option norelax
    .option norvc
    .text
    .globl _start
_start:
    li gp, RESULTS
    li tp, DEVICE
    .endm

    .macro finish
    sd zero, DEVICE_EXIT(tp)
    sd zero, 0(gp) // not reached: nothing runs after the exit
    addi gp, gp, 8
1:  j 1b
    .endm
