/* bool probe_load(uintptr_t address, unsigned bytes, uint64_t* value)
 * bool probe_store(uintptr_t address, unsigned bytes, uint64_t value)
 * With interrupts off an exception goes to `faulted` instead of the trap vector. It changes mepc and mstatus, which an
 * interrupt handler still needs: both are put back. */
    .section .text.probe, "ax"

    .macro enter
    csrrci t3, mstatus, 8
    csrr t5, mepc
    la t0, faulted
    csrrw t1, mtvec, t0
    .endm

    .macro leave
    csrw mtvec, t1
    csrw mepc, t5
    csrw mstatus, t3
    ret
    .endm

    .macro access op1 op2 op4 op8 register
    li t2, 1
    beq a1, t2, 1f
    li t2, 2
    beq a1, t2, 2f
    li t2, 4
    beq a1, t2, 4f
    \op8 \register, 0(a0)
    j 8f
1:  \op1 \register, 0(a0)
    j 8f
2:  \op2 \register, 0(a0)
    j 8f
4:  \op4 \register, 0(a0)
8:
    .endm

    .globl probe_load
    .type probe_load, @function
probe_load:
    enter
    access lbu lhu lwu ld t4
    sd t4, 0(a2)
    li a0, 1
    leave

    .globl probe_store
    .type probe_store, @function
probe_store:
    enter
    access sb sh sw sd a2
    li a0, 1
    leave

    .balign 4
faulted:
    li a0, 0
    leave
