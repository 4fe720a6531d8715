// exit: 0
// qemu: no, it wants the lower half first
// Two stores of 32 bits, the upper half first; a 0 before is no word.
    .section .text.init, "ax"
    .globl _start
_start:
    la t0, tohost
    sd zero, 0(t0)
    li t1, 1
    sw zero, 4(t0)
    sw t1, 0(t0)
1:  j 1b
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
