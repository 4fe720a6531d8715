// exit: 0
// A program that would test debug triggers asks for one first, and passes where there is none.
#include "env.inc"
    begin_machine
    li gp, 2
    csrw tselect, zero
    csrr a1, tselect
    bnez a1, pass
    csrr a0, tdata1
    srli a0, a0, 60
    li a1, 2
    bne a0, a1, pass // no trigger of type 2 (address or data match)
    // There is one: take an exception at `victim`.
    la a2, victim
    csrw tdata2, a2
    li a0, 1 << 6 | 1 << 2 // M mode, execute
    csrw tdata1, a0
    csrr a1, tdata1
    andi a1, a1, 0x44
    bne a0, a1, pass
victim:
    j fail
    end_of_tests
    .text
    .balign 4
mtvec_handler:
    csrr t0, mcause
    li t1, CAUSE_BREAKPOINT
    beq t0, t1, pass
    j fail
