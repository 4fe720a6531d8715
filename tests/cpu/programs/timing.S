// Stores to the device's log, with known work in between; timing_test.cpp knows the cycles by hand.
#include "guest.inc"
    begin
    li s0, 0x80100000
    li s1, SLOW_RAM
    ld a0, 0(s0)
    csrw mcycle, zero
    sd zero, DEVICE_LOG(tp) // log 0
    sd zero, DEVICE_LOG(tp) // log 1
    nop
    nop
    mul a0, a0, a0
    sd zero, DEVICE_LOG(tp) // log 2
    ld a0, 0(s1)
    sd zero, DEVICE_LOG(tp) // log 3
    lw a0, DEVICE_WAITS(tp)
    sd zero, DEVICE_LOG(tp) // log 4
    amoadd.d a0, a0, (s1)
    sd zero, DEVICE_LOG(tp) // log 5
    li t0, 5
1:  ld a0, 0(s0)
    addi t0, t0, -1
    bnez t0, 1b
    sd zero, DEVICE_LOG(tp) // log 6
    li t0, 0x80
    csrw mie, t0
    li t0, 500
    sd t0, DEVICE_TIMER(tp)
    wfi
    sd zero, DEVICE_LOG(tp) // log 7
    finish
