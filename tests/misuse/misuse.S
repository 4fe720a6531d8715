# Accesses without a meaning, counted by hand in misuse_test.cpp. No compressed instructions.
    .option norvc
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    lui t0, 0x40010     # the array
    li t1, 0x100
    sw t1, 0(t0)        # QUEUE_CTRL: bit 8 is none of its fields
    sw t1, 0x14(t0)     # QUEUE_HEAD is read-only
    lui t2, 0x100
    lw t3, 0(t2)        # the finisher's COMMAND is write-only
    li t4, 3
.Lloop:
    sw t1, 0x14(t0)
    addi t4, t4, -1
    bnez t4, .Lloop
    sw zero, 0(t0)      # no bit at all
    lui t1, 5
    addi t1, t1, 0x555
    sw t1, 0(t2)        # pass
.Lhang:
    j .Lhang
    .size _start, . - _start
