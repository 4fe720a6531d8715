/* Entry: a0 = hart id, a1 = address of the workload image (0 = none). Calls firmware_main(a1), then ends the simulation. */
    .section .text.start, "ax"
    .globl _start
_start:
    csrw mie, zero
    csrci mstatus, 8
    bnez a0, park
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    la sp, __stack_top
    la t0, trap_vector + 1
    csrw mtvec, t0
    la t0, __bss_start
    la t1, __bss_end
    bgeu t0, t1, 2f
1:  sd zero, 0(t0)
    sd zero, 8(t0)
    sd zero, 16(t0)
    sd zero, 24(t0)
    addi t0, t0, 32
    bltu t0, t1, 1b
2:  mv a0, a1
    call firmware_main
    call finisher_exit
park:
    wfi
    j park
