// Every synchronous exception with mcause, mepc and mtval.
#include "guest.inc"
    begin
    recording_handler
    TRAPS(11, 0, ecall)
    TRAPS(3, 77b, ebreak)

    // Reserved and unsupported 32-bit encodings.
    ILLEGAL(0xffffffff)
    ILLEGAL(0x00007003) // load, funct3 7
    ILLEGAL(0x00004023) // store, funct3 4
    ILLEGAL(0x00002063) // branch, funct3 2
    ILLEGAL(0x00003063) // branch, funct3 3
    ILLEGAL(0x00001067) // jalr, funct3 1
    ILLEGAL(0x04001013) // slli with bit 26
    ILLEGAL(0x44005013) // srai with bit 26
    ILLEGAL(0x0200101b) // slliw by 32
    ILLEGAL(0x0200501b) // srliw by 32
    ILLEGAL(0x4200501b) // sraiw by 32
    ILLEGAL(0x0000201b) // OP-IMM-32, funct3 2
    ILLEGAL(0x40001033) // sll with funct7 0x20
    ILLEGAL(0x04000033) // OP, funct7 2
    ILLEGAL(0x0000203b) // OP-32, funct3 2
    ILLEGAL(0x0200103b) // OP-32, mulh
    ILLEGAL(0x4000103b) // OP-32, sllw with funct7 0x20
    ILLEGAL(0x0000002f) // AMO, funct3 0
    ILLEGAL(0x1010a02f) // lr.w with rs2
    ILLEGAL(0x2800202f) // AMO, funct5 5
    ILLEGAL(0x0000200f) // cbo.*
    ILLEGAL(0x00000007) // flw and its like
    ILLEGAL(0x00000053)
    ILLEGAL(0x0000000b)
    ILLEGAL(0x00004073) // SYSTEM, funct3 4
    ILLEGAL(0x10200073) // sret
    ILLEGAL(0x00200073) // uret
    ILLEGAL(0x12000073) // sfence.vma
    ILLEGAL(0x70200073) // mnret
    ILLEGAL(0x7b200073) // dret
    ILLEGAL(0x30200173) // mret with rd
    ILLEGAL(0x0000001f) // longer than 32 bits

    // Reserved 16-bit encodings and those of F and D.
    ILLEGAL_16(0x0000)
    ILLEGAL_16(0x0004) // c.addi4spn, imm 0
    ILLEGAL_16(0x2000) // c.fld
    ILLEGAL_16(0x8000)
    ILLEGAL_16(0xa000) // c.fsd
    ILLEGAL_16(0x2005) // c.addiw x0
    ILLEGAL_16(0x6101) // c.addi16sp 0
    ILLEGAL_16(0x6081) // c.lui, imm 0
    ILLEGAL_16(0x9c41)
    ILLEGAL_16(0x9c61)
    ILLEGAL_16(0x2002) // c.fldsp
    ILLEGAL_16(0x4002) // c.lwsp x0
    ILLEGAL_16(0x6002) // c.ldsp x0
    ILLEGAL_16(0x8002) // c.jr x0
    ILLEGAL_16(0xa002) // c.fsdsp

    // No such CSR, no such privilege, read-only.
    ILLEGAL_CSR(2, 5, 0x180, 0) // satp
    ILLEGAL_CSR(1, 0, 0x180, 0)
    ILLEGAL_CSR(2, 5, 0x100, 0) // sstatus
    ILLEGAL_CSR(1, 0, 0x302, 0) // medeleg
    ILLEGAL_CSR(1, 0, 0x303, 0) // mideleg
    ILLEGAL_CSR(6, 0, 0x744, 8) // mnstatus
    ILLEGAL_CSR(2, 5, 0x7a4, 0) // tinfo
    ILLEGAL_CSR(2, 5, 0x7b0, 0) // dcsr, of Debug mode
    ILLEGAL_CSR(2, 5, 0x003, 0) // fcsr
    ILLEGAL_CSR(2, 5, 0x3a1, 0) // pmpcfg1 exists on RV32 alone
    ILLEGAL_CSR(2, 5, 0x3a4, 0) // beyond 16 entries
    ILLEGAL_CSR(2, 5, 0x3c0, 0)
    ILLEGAL_CSR(2, 5, 0xb01, 0)
    ILLEGAL_CSR(2, 5, 0xb80, 0) // mcycleh
    ILLEGAL_CSR(1, 0, 0xc00, 0) // cycle
    ILLEGAL_CSR(1, 5, 0xf14, 5) // mhartid
    ILLEGAL_CSR(2, 5, 0xf14, 5)
    ILLEGAL_CSR(6, 5, 0xf14, 1)
    ILLEGAL_CSR(2, 5, 0xc01, 0) // time, without a source
    // A trapping CSR instruction leaves rd alone.
    li t0, 123
    ILLEGAL_CSR(2, 5, 0x180, 0)
    CHECK(t0, 123)

    // Bus errors and misaligned atomics. rd stays as it was.
    li s0, NOWHERE
    li a0, 55
    TRAPS(5, NOWHERE + 4, lw a0, 4(s0))
    TRAPS(5, NOWHERE + 1, ld a0, 1(s0))
    TRAPS(7, NOWHERE - 8, sd a0, -8(s0))
    TRAPS(5, NOWHERE, lr.w a0, (s0))
    TRAPS(7, NOWHERE, amoadd.d a0, a0, (s0))
    CHECK(a0, 55)
    addi s1, s0, 2
    TRAPS(4, NOWHERE + 2, lr.w a0, (s1))
    TRAPS(6, NOWHERE + 2, sc.w a0, a0, (s1))
    TRAPS(6, NOWHERE + 2, amoor.w a0, a0, (s1))
    li s1, 0x80100004
    TRAPS(4, 0x80100004, lr.d a0, (s1))
    TRAPS(6, 0x80100004, sc.d a0, a0, (s1))
    TRAPS(6, 0x80100004, amomaxu.d a0, a0, (s1))
    CHECK(a0, 55)
    // Over the end of memory: the part beyond it fails, the part within has been written.
    li s0, 0x80800000
    TRAPS(5, 0x80800000, ld a0, -4(s0))
    TRAPS(7, 0x80800000, sd a0, -4(s0))
    lw a1, -4(s0)
    CHECK(a1, 55)
    // A register block refuses misaligned accesses.
    TRAPS(5, DEVICE + 1, lw a0, 1(tp))
    // The other half of a block that has faulted has its effects done once.
    li a1, 0
    li s0, NOWHERE
    la s10, 1f
    addi a1, a1, 1
    addi a1, a1, 1
2:  lw a0, 0(s0)
    addi a1, a1, 1
1:  EXPECT(5)
    EXPECT(2b)
    EXPECT(NOWHERE)
    CHECK(a1, 2)

    // Fetch: nothing there; the end of memory after a block; the second half of an instruction missing.
    la s10, 1f
    li a0, NOWHERE
    jr a0
1:  EXPECT(1)
    EXPECT(NOWHERE)
    EXPECT(NOWHERE)
    li a0, 0x807ffff8
    li a1, 0x00150513 // addi a0, a0, 1
    sw a1, 0(a0)
    sw a1, 4(a0)
    fence.i
    la s10, 1f
    mv a2, a0
    jr a2
1:  EXPECT(1)
    EXPECT(0x80800000)
    EXPECT(0x80800000)
    CHECK(a0, 0x807ffffa)
    li a0, 0x807ffffe
    li a1, 0x0513
    sh a1, 0(a0)
    fence.i
    la s10, 1f
    jr a0
1:  EXPECT(1)
    EXPECT(0x807ffffe)
    EXPECT(0x80800000)
    // mstatus over a trap: MIE goes to MPIE, the privilege to MPP, and mret brings them back.
    csrsi mstatus, 8
    TRAPS(11, 0, ecall)
    csrr a0, mstatus
    CHECK(a0, 0x200001880)
    la t0, 1f
    csrw mepc, t0
    mret
1:  csrr a0, mstatus
    CHECK(a0, 0x200000088)
    csrci mstatus, 8
    finish
