# A few accesses whose times and addresses are counted by hand in tlm_run_test.cpp. No compressed instructions.
    .option norvc
    .section .text.start, "ax"
    .globl _start
_start:
    la t6, finish
    csrw mtvec, t6
    la t0, data
    ld t1, 0(t0)
    lw t2, 8(t0)
    sb t1, 16(t0)
    amoadd.w t3, t2, (t0)
    lui t4, 0x10000
    sb t1, 7(t4)        # the UART's scratch register
    lbu t5, 7(t4)
    la t0, tohost
    sd t1, 64(t0)       # its page is watched: no DMI
    lui t4, 0x8000
    lw t5, 0(t4)        # nothing is there: a trap to finish
    .balign 4
finish:
    lui t0, 0x100
    lui t1, 5
    addi t1, t1, 0x555
    sw t1, 0(t0)        # the finisher: pass
hang:
    j hang

    .section .data
    .balign 4096
data:
    .dword 1, 2, 3, 4
    .balign 4096
    .globl tohost
tohost:
    .zero 4096
