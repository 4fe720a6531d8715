/* With interrupts off an exception goes to `failed` instead of the trap handler: the access is left out. mstatus is put
 * back as a whole, since the exception has changed it. */
    .section .text.guarded, "ax"

    .macro enter
    csrrci t3, mstatus, 8
    la t0, failed
    csrrw t1, mtvec, t0
    .endm

    .macro leave
    csrw mtvec, t1
    csrw mstatus, t3
    ret
    .endm

    .globl guarded_load
guarded_load:
    enter
    li t2, 1
    beq a1, t2, 1f
    li t2, 2
    beq a1, t2, 2f
    li t2, 4
    beq a1, t2, 4f
    ld t4, 0(a0)
    j loaded
1:  lbu t4, 0(a0)
    j loaded
2:  lhu t4, 0(a0)
    j loaded
4:  lwu t4, 0(a0)
loaded:
    sd t4, 0(a2)
done:
    li a0, 1
    leave

    .globl guarded_store
guarded_store:
    enter
    li t2, 1
    beq a1, t2, 1f
    li t2, 2
    beq a1, t2, 2f
    li t2, 4
    beq a1, t2, 4f
    sd a2, 0(a0)
    j done
1:  sb a2, 0(a0)
    j done
2:  sh a2, 0(a0)
    j done
4:  sw a2, 0(a0)
    j done

    .balign 4
failed:
    li a0, 0
    leave
