# Ends as RISC-V test programs do when test 3 failed: (3 << 1) | 1 to tohost.
    .section .text.start, "ax"
    .globl _start
_start:
    li gp, 3
    slli gp, gp, 1
    ori gp, gp, 1
write_tohost:
    la t5, tohost
    sw gp, 0(t5)
    sw zero, 4(t5)
    j write_tohost

    .section .tohost, "aw", @progbits
    .balign 64
    .globl tohost
    .type tohost, @object
    .size tohost, 8
tohost:
    .dword 0
    .balign 64
    .globl fromhost
    .type fromhost, @object
    .size fromhost, 8
fromhost:
    .dword 0
    .balign 64
