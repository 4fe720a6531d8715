// A known number of instructions of each cost.
#include "guest.inc"
    begin
    li s0, 0x80100000
    la t0, 1f
    csrw mtvec, t0
    .rept 11
    ld a0, 0(s0)
    .endr
    .rept 13
    sd a0, 0(s0)
    .endr
    .rept 17
    mul a0, a0, a0
    .endr
    .rept 19
    div a0, a0, a0
    .endr
    .rept 23
    beq a0, a0, 2f
2:
    .endr
    .rept 29
    csrr a0, mscratch
    .endr
    .rept 31
    amoswap.w a0, a0, (s0)
    .endr
    ecall
    .balign 4
1:  sd zero, DEVICE_LOG(tp)
    finish
