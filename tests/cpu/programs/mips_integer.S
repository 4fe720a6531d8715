// An integer loop without memory: 8 instructions a turn.
#include "guest.inc"
    begin
    li s0, 25000000
    li a0, 1
    li a1, 0
1:  slli t0, a0, 13
    xor a0, a0, t0
    srli t0, a0, 7
    xor a0, a0, t0
    slli t0, a0, 17
    xor a0, a0, t0
    addi s0, s0, -1
    bnez s0, 1b
    finish
