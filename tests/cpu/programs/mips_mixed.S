// Loads, stores, a data-dependent branch, a multiplication, a call and a return: 18 or 19 instructions a turn.
#include "guest.inc"
    begin
    li s0, 10000000
    li s1, 0x80100000
    li s2, 0
    li s3, 0x3fff8
1:  and t0, s2, s3
    add t0, t0, s1
    ld t1, 0(t0)
    lw t2, 4(t0)
    mul t1, t1, s3
    add t1, t1, s0
    sd t1, 0(t0)
    andi t3, t1, 1
    beqz t3, 2f
    addi s2, s2, 40
2:  addi s2, s2, 24
    mv a0, t1
    jal scramble
    add s2, s2, t2
    addi s0, s0, -1
    bnez s0, 1b
    finish
scramble:
    xor a0, a0, s2
    slli a0, a0, 3
    srli a0, a0, 2
    ret
