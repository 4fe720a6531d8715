/* mtvec, vectored: exceptions have an entry and a stack of their own, so that whatever made the stack pointer bad can
 * still be reported. */
#include "firmware/boot/trap.h"

    .section .text.trap, "ax"
    .balign 64
    .option push
    .option norvc
    .globl trap_vector
trap_vector:
    j exception_entry
    .rept 10
    j trap_entry /* interrupts 1 to 10 */
    .endr
    .option pop

/* Interrupts, 11 (external) without a jump. Saves what C may clobber and calls trap_handle(mcause, mepc, mtval).
 * Interrupts do not nest. */
    .globl trap_entry
trap_entry:
    addi sp, sp, -TRAP_FRAME_BYTES
    sd ra, 0(sp)
    sd t0, 8(sp)
    sd t1, 16(sp)
    sd t2, 24(sp)
    sd a0, 32(sp)
    sd a1, 40(sp)
    sd a2, 48(sp)
    sd a3, 56(sp)
    sd a4, 64(sp)
    sd a5, 72(sp)
    sd a6, 80(sp)
    sd a7, 88(sp)
    sd t3, 96(sp)
    sd t4, 104(sp)
    sd t5, 112(sp)
    sd t6, 120(sp)
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    call trap_handle
    ld ra, 0(sp)
    ld t0, 8(sp)
    ld t1, 16(sp)
    ld t2, 24(sp)
    ld a0, 32(sp)
    ld a1, 40(sp)
    ld a2, 48(sp)
    ld a3, 56(sp)
    ld a4, 64(sp)
    ld a5, 72(sp)
    ld a6, 80(sp)
    ld a7, 88(sp)
    ld t3, 96(sp)
    ld t4, 104(sp)
    ld t5, 112(sp)
    ld t6, 120(sp)
    addi sp, sp, TRAP_FRAME_BYTES
    mret

/* Every exception is reported, but for those that firmware/hal/probe.h keeps to itself; a fault of the report itself is
 * told in one line, and a fault of that goes straight to the finisher. */
    .equ SCRATCH_T0, 0
    .equ SCRATCH_T1, 8
    .equ DEPTH, 16
    .equ X, 24 /* x0 to x31 */
    .globl exception_entry
exception_entry:
    .option push
    .option norelax
    csrw mscratch, sp
    la sp, fault_state
    sd t0, SCRATCH_T0(sp)
    sd t1, SCRATCH_T1(sp)
    lw t0, DEPTH(sp)
    addi t1, t0, 1
    sw t1, DEPTH(sp)
    bnez t0, again
    .irp reg, 1, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    sd x\reg, X + 8 * \reg(sp)
    .endr
    csrr t0, mscratch
    sd t0, X + 8 * 2(sp)
    ld t0, SCRATCH_T0(sp)
    sd t0, X + 8 * 5(sp)
    ld t0, SCRATCH_T1(sp)
    sd t0, X + 8 * 6(sp)
    addi a0, sp, X
    csrr a1, mcause
    csrr a2, mepc
    csrr a3, mtval
    la gp, __global_pointer$
    la sp, fault_stack_top
    j fault_report
again:
    li t1, 2
    bgtu t0, t1, 3f
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    la gp, __global_pointer$
    la sp, fault_stack_top
    beq t0, t1, 2f
    j fault_in_report
2:  li a0, TRAP_EXIT_CODE
    j finisher_exit
3:  wfi
    j 3b
    .option pop

    .section .data.fault_state, "aw"
    .balign 16
fault_state:
    .zero X + 8 * 32

    .section .fault_stack, "aw", @nobits
    .balign 16
    .zero 2048
fault_stack_top:
