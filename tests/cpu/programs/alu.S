// Each operation on every pair of operands at 0x8010_0000 (count in s9 from 0x800f_fff8); results from 0x8020_0000.
// The order of operations is that of alu_test.cpp.
#include "guest.inc"
    .macro loop
    li s0, 0x80100000
    ld s1, -8(s0)
    .endm
    .macro apply insn:vararg
    loop
1:  ld a0, 0(s0)
    ld a1, 8(s0)
    \insn
    sd a2, 0(s2)
    addi s0, s0, 16
    addi s2, s2, 8
    addi s1, s1, -1
    bnez s1, 1b
    .endm
    .macro taken branch
    li a2, 1
    \branch a0, a1, 2f
    li a2, 0
2:
    .endm
    .macro onto_itself move, op:vararg
    mv a2, \move
    \op
    .endm
    .macro to_zero
    add zero, a0, a1
    mv a2, zero
    .endm
    begin
    li s2, 0x80200000
    .irp op, add, sub, sll, slt, sltu, xor, srl, sra, or, and, addw, subw, sllw, srlw, sraw
    apply \op a2, a0, a1
    .endr
    .irp op, mul, mulh, mulhsu, mulhu, div, divu, rem, remu, mulw, divw, divuw, remw, remuw
    apply \op a2, a0, a1
    .endr
    .irp imm, 0, 1, -1, 2047, -2048, 0x555
    apply addi a2, a0, \imm
    apply slti a2, a0, \imm
    apply sltiu a2, a0, \imm
    apply xori a2, a0, \imm
    apply ori a2, a0, \imm
    apply andi a2, a0, \imm
    apply addiw a2, a0, \imm
    .endr
    .irp shamt, 0, 1, 31, 32, 33, 63
    apply slli a2, a0, \shamt
    apply srli a2, a0, \shamt
    apply srai a2, a0, \shamt
    .endr
    .irp shamt, 0, 1, 15, 31
    apply slliw a2, a0, \shamt
    apply srliw a2, a0, \shamt
    apply sraiw a2, a0, \shamt
    .endr
    .irp branch, beq, bne, blt, bge, bltu, bgeu
    apply taken \branch
    .endr
    // rd may be a source, and x0 stays 0.
    apply onto_itself a0, add a2, a2, a1
    apply onto_itself a1, sub a2, a0, a2
    apply onto_itself a0, mul a2, a2, a2
    apply to_zero
    finish
