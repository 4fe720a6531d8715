// Work of every kind whose result does not depend on time: a sorted array, its checksum, traps, atomics, bus accesses.
#include "guest.inc"
    begin
    la t0, handler
    csrw mtvec, t0
    li s0, 0x80100000
    li s1, 200
    li a0, 12345
    mv t0, s0
    mv t1, s1
1:  slli t2, a0, 13
    xor a0, a0, t2
    srli t2, a0, 7
    xor a0, a0, t2
    slli t2, a0, 17
    xor a0, a0, t2
    sd a0, 0(t0)
    addi t0, t0, 8
    addi t1, t1, -1
    bnez t1, 1b
    // Insertion sort.
    li t0, 1
2:  bge t0, s1, 5f
    slli t1, t0, 3
    add t1, t1, s0
    ld t2, 0(t1)
3:  beq t1, s0, 4f
    ld t3, -8(t1)
    bleu t3, t2, 4f
    sd t3, 0(t1)
    addi t1, t1, -8
    j 3b
4:  sd t2, 0(t1)
    andi t4, t0, 15
    bnez t4, 6f
    ecall
    sw t0, DEVICE_LOG(tp)
6:  addi t0, t0, 1
    j 2b
5:  li s2, 0
    mv t0, s0
    mv t1, s1
7:  ld t2, 0(t0)
    mulhu s2, s2, t2
    add s2, s2, t2
    amoxor.d t3, s2, (t0)
    addi t0, t0, 8
    addi t1, t1, -1
    bnez t1, 7b
    RECORD(s2)
    finish
    .balign 4
handler:
    csrr t6, mepc
    addi t6, t6, 4
    csrw mepc, t6
    addi s11, s11, 1
    mret
