// What software can read and write of each CSR.
#include "guest.inc"
#define WRITE_ONES(csr, value)                                                                                         \
    li t0, -1;                                                                                                         \
    csrw csr, t0;                                                                                                      \
    csrr a0, csr;                                                                                                      \
    CHECK(a0, value);                                                                                                  \
    csrw csr, zero;                                                                                                    \
    csrr a0, csr
    begin
    recording_handler
    csrr a0, misa
    CHECK(a0, 2 << 62 | 1 << 0 | 1 << 2 | 1 << 8 | 1 << 12 | 1 << 20) // RV64 A C I M U
    csrw misa, zero
    csrr a0, misa
    CHECK(a0, 2 << 62 | 1 << 0 | 1 << 2 | 1 << 8 | 1 << 12 | 1 << 20)
    csrr a0, mstatus
    CHECK(a0, 0x200001800)
    WRITE_ONES(mstatus, 0x200221888)
    CHECK(a0, 0x200000000)
    li t0, 0x800 // MPP = S is not there: unchanged
    csrs mstatus, t0
    csrr a0, mstatus
    CHECK(a0, 0x200000000)
    li t0, 0x1800
    csrs mstatus, t0
    csrr a0, mstatus
    CHECK(a0, 0x200001800)
    csrr s1, mtvec
    li t0, 0x80001237
    csrw mtvec, t0
    csrr a0, mtvec
    CHECK(a0, 0x80001235)
    csrw mtvec, s1
    WRITE_ONES(mie, 0x888)
    CHECK(a0, 0)
    WRITE_ONES(mip, 0)
    CHECK(a0, 0)
    WRITE_ONES(mscratch, -1)
    CHECK(a0, 0)
    WRITE_ONES(mepc, -2)
    CHECK(a0, 0)
    WRITE_ONES(mtval, -1)
    CHECK(a0, 0)
    li t0, 0x8000000000000007
    csrw mcause, t0
    csrr a0, mcause
    CHECK(a0, 0x8000000000000007)
    WRITE_ONES(mcounteren, 7)
    CHECK(a0, 0)
    WRITE_ONES(mcountinhibit, 5)
    CHECK(a0, 0)
    WRITE_ONES(0x30a, 1) // menvcfg
    CHECK(a0, 0)
    WRITE_ONES(mhpmcounter3, 0)
    CHECK(a0, 0)
    WRITE_ONES(mhpmcounter31, 0)
    CHECK(a0, 0)
    WRITE_ONES(mhpmevent3, 0)
    CHECK(a0, 0)
    WRITE_ONES(mhpmevent31, 0)
    CHECK(a0, 0)
    // Trigger registers say that there is none: every tselect reads 0, tdata1.type too.
    WRITE_ONES(tselect, 0)
    CHECK(a0, 0)
    WRITE_ONES(tdata1, 0)
    CHECK(a0, 0)
    WRITE_ONES(tdata2, 0)
    CHECK(a0, 0)
    WRITE_ONES(tdata3, 0)
    CHECK(a0, 0)
    csrr a0, hpmcounter31
    CHECK(a0, 0)
    csrr a0, mvendorid
    CHECK(a0, 0)
    csrr a0, marchid
    CHECK(a0, 0)
    csrr a0, mimpid
    CHECK(a0, 0)
    csrr a0, mhartid
    CHECK(a0, 0)
    csrr a0, 0xf15 // mconfigptr
    CHECK(a0, 0)
    // The six instructions: rd gets the old value; x0 and zero immediates do not write.
    li a1, 0xff
    li a2, 0x0f
    csrw mscratch, a1
    csrrc a0, mscratch, a2
    CHECK(a0, 0xff)
    csrrs a0, mscratch, a2
    CHECK(a0, 0xf0)
    csrrw a0, mscratch, a2
    CHECK(a0, 0xff)
    csrrsi a0, mscratch, 16
    CHECK(a0, 0x0f)
    csrrci a0, mscratch, 3
    CHECK(a0, 0x1f)
    csrrwi a0, mscratch, 21
    CHECK(a0, 0x1c)
    csrr a0, mscratch
    CHECK(a0, 21)
    csrrw a2, mscratch, a2 // rd = rs1
    CHECK(a2, 21)
    csrr a0, mscratch
    CHECK(a0, 15)
    csrrs a0, mhartid, zero // reading a read-only CSR in the form of a write of nothing
    CHECK(a0, 0)
    csrrci a0, mhartid, 0
    CHECK(a0, 0)
    // minstret counts what retires: a trap does not, its handler does (7 instructions to jr s10).
    csrw minstret, zero
    csrr a0, minstret
    CHECK(a0, 0)
    csrw minstret, zero
    nop
    nop
    csrr a0, minstret
    CHECK(a0, 2)
    la s10, 1f
    csrw minstret, zero
2:  ecall
1:  csrr a0, minstret
    EXPECT(11)
    EXPECT(2b)
    EXPECT(0)
    CHECK(a0, 10)
    csrsi mcountinhibit, 4
    csrr a0, minstret
    nop
    csrr a1, minstret
    sub a0, a1, a0
    CHECK(a0, 0)
    li a0, 5
    csrw minstret, a0
    nop
    csrr a0, minstret
    CHECK(a0, 5)
    csrci mcountinhibit, 4
    csrr a0, minstret
    CHECK(a0, 5)
    csrr a0, minstret
    CHECK(a0, 8)
    csrr a0, instret
    CHECK(a0, 11)
    li a0, -1
    csrw minstret, a0
    nop
    csrr a0, minstret
    CHECK(a0, 0)
    // mcycle: csr 2, nop 1, mul 3, div 20, load 2, store 1, amo 4, branch 1 or 2, jump 2.
#define COSTS(cycles, ...)                                                                                             \
    csrw mcycle, zero;                                                                                                 \
    __VA_ARGS__;                                                                                                       \
    csrr a0, mcycle;                                                                                                   \
    CHECK(a0, cycles)
    li s0, 0x80100000
    ld a1, 0(s0)
    sd a1, 0(s0)
    COSTS(0)
    COSTS(1, nop)
    COSTS(3, mul a1, a1, a1)
    COSTS(3, mulhsu a1, a1, a1)
    COSTS(20, div a1, a1, a1)
    COSTS(20, remuw a1, a1, a1)
    COSTS(2, ld a1, 0(s0))
    COSTS(1, sb a1, 0(s0))
    COSTS(4, amoadd.w a1, a1, (s0))
    COSTS(8, lr.d a1, (s0); sc.d a1, a1, (s0))
    COSTS(2, csrr a1, mscratch)
    COSTS(1, beq s0, zero, 1f; 1:)
    COSTS(2, beq s0, s0, 1f; nop; 1:)
    COSTS(2, j 1f; nop; 1:)
    COSTS(4, la a1, 1f; jr a1; nop; 1:)
    COSTS(1, fence.i)
    COSTS(1, fence)
    // Three turns of a loop: 3 * (1 + 2) + 2 * 2 + 1.
    li a1, 3
    COSTS(14, 1: ld a2, 0(s0); addi a1, a1, -1; bnez a1, 1b)
    // ecall: 4 for the trap; the handler's csr 3 * 2, stores 3, addi 3, jr 2; la 2.
    csrw mcycle, zero
    la s10, 1f
2:  ecall
1:  csrr a0, mcycle
    EXPECT(11)
    EXPECT(2b)
    EXPECT(0)
    CHECK(a0, 20)
    csrsi mcountinhibit, 1
    csrr a0, mcycle
    nop
    csrr a1, mcycle
    sub a0, a1, a0
    CHECK(a0, 0)
    csrci mcountinhibit, 1
    finish
