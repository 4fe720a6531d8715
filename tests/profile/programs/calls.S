# Every way to call and to return, a trap, an interrupt and a nap. Behind each instruction: how often, times cycles by the
# default cost table; +bus: and its way over the bus. profile_run_test.cpp has the sums.
    .option norelax
    .option norvc
    .macro function name
    .globl \name
    .type \name, @function
\name:
    .endm

    .section .text.start, "ax"
    function _start
    la sp, __stack_top      # 2 x 1
    la t1, on_trap          # 2 x 1
    csrw mtvec, t1          # 2
    jal ra, outer           # 2
    jal t0, saver           # 2
    li a0, 3                # 1
    jal ra, recurse         # 2
    ecall                   # traps
    li t1, 8                # 1
    csrw mie, t1            # 2
    csrsi mstatus, 8        # 2
    jal ra, ring            # 2
    jal ra, nap             # 2
    jal ra, finish          # 2
    .size _start, . - _start

    function outer
    addi sp, sp, -16        # 1
    sd ra, 0(sp)            # 1
    li s0, 3                # 1
1:  jal ra, inner           # 3 x 2
    addi s0, s0, -1         # 3 x 1
    bnez s0, 1b             # 2 x 2, 1
    ld ra, 0(sp)            # 2
    addi sp, sp, 16         # 1
    j tail                  # 2: a tail call
    .size outer, . - outer

    function inner
    mul a0, s0, s0          # 3 x 3
    div a1, a0, s0          # 3 x 20
    mv t3, ra               # 3 x 1
    jal ra, leaf            # 3 x 2
    jr t3                   # 3 x 2: back through no link register
    .size inner, . - inner

    function leaf
    addi a0, a0, 1          # 4 x 1
    ret                     # 4 x 2
    .size leaf, . - leaf

    function tail
    li a2, 7                # 1
    j leaf                  # 2
    .size tail, . - tail

    function saver
    nop                     # 1
    jr t0                   # 2
    .size saver, . - saver

    function recurse
    beqz a0, 1f             # 3 x 1, 2
    addi sp, sp, -16        # 3 x 1
    sd ra, 0(sp)            # 3 x 1
    addi a0, a0, -1         # 3 x 1
    jal ra, recurse         # 3 x 2
    ld ra, 0(sp)            # 3 x 2
    addi sp, sp, 16         # 3 x 1
1:  ret                     # 4 x 2
    .size recurse, . - recurse

    function ring
    lui t2, 0x2000          # 1: MSIP
    li t1, 1                # 1
    sw t1, 0(t2)            # 1 + bus; the interrupt comes here
    ret                     # 2
    .size ring, . - ring

    function nap
    csrci mstatus, 8        # 2
    lui t2, 0x200c          # 1
    ld t1, -8(t2)           # 2 + bus: MTIME
    addi t1, t1, 20         # 1
    lui t2, 0x2004          # 1: MTIMECMP
    sd t1, 0(t2)            # 1 + bus
    li t1, 0x80             # 1
    csrw mie, t1            # 2
    wfi                     # 1, then asleep
    ret                     # 2
    .size nap, . - nap

    function finish
    lui t1, 0x100           # 1
    li t2, 0x5555           # 2 x 1
    sw t2, 0(t1)            # the run ends within it
    .size finish, . - finish

    .balign 4
    function on_trap
    csrr t1, mcause         # 2 x 2
    bltz t1, 1f             # 1; the interrupt: 2
    csrr t1, mepc           # 2
    addi t1, t1, 4          # 1
    csrw mepc, t1           # 2
    jal t0, handled         # 2
    mret                    # 1
1:  lui t2, 0x2000          # 1
    j quiet                 # 2
    .size on_trap, . - on_trap

    function handled
    nop                     # 1
    jr t0                   # 2
    .size handled, . - handled

    function quiet
    sw zero, 0(t2)          # 1 + bus
    mret                    # 1
    .size quiet, . - quiet
