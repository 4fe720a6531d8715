// exit: 3
// qemu: no, it wants fromhost as well
// One store of 64 bits, from a program without fromhost, and whose tohost lies in its data.
    .section .text.init, "ax"
    .globl _start
_start:
    la t0, tohost
    li t1, 3 << 1 | 1
    sd t1, 0(t0)
1:  j 1b
    .data
    .balign 8
    .globl tohost
    .type tohost, @object
    .size tohost, 8
tohost:
    .dword 0
