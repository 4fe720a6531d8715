# Sleeps for ever, with no interrupt enabled: for time-outs of a machine in which nothing happens any more.
    .section .text.start, "ax"
    .globl _start
_start:
    csrw mie, zero
sleep:
    wfi
    j sleep
