#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace stavp {

// clang-format off
/// Every operation the interpreter knows, in dispatch order. Those from csrrw on leave the interpreter's inner loop.
/// No instructions are `end`, which closes a block that stops before a control transfer, `fetch_fault`, and `halt`, which
/// stands for the instruction at a debugger's breakpoint.
#define STAVP_CPU_OPS(X)                                                                                               \
    X(lui) X(auipc) X(jal) X(jalr) X(beq) X(bne) X(blt) X(bge) X(bltu) X(bgeu)                                         \
    X(lb) X(lh) X(lw) X(ld) X(lbu) X(lhu) X(lwu) X(sb) X(sh) X(sw) X(sd)                                               \
    X(addi) X(slti) X(sltiu) X(xori) X(ori) X(andi) X(slli) X(srli) X(srai)                                            \
    X(addiw) X(slliw) X(srliw) X(sraiw)                                                                                \
    X(add) X(sub) X(sll) X(slt) X(sltu) X(xor_) X(srl) X(sra) X(or_) X(and_)                                           \
    X(addw) X(subw) X(sllw) X(srlw) X(sraw)                                                                            \
    X(mul) X(mulh) X(mulhsu) X(mulhu) X(div) X(divu) X(rem) X(remu) X(mulw) X(divw) X(divuw) X(remw) X(remuw)          \
    X(lr_w) X(sc_w) X(amoswap_w) X(amoadd_w) X(amoxor_w) X(amoand_w) X(amoor_w)                                        \
    X(amomin_w) X(amomax_w) X(amominu_w) X(amomaxu_w)                                                                  \
    X(lr_d) X(sc_d) X(amoswap_d) X(amoadd_d) X(amoxor_d) X(amoand_d) X(amoor_d)                                        \
    X(amomin_d) X(amomax_d) X(amominu_d) X(amomaxu_d)                                                                  \
    X(fence) X(end)                                                                                                    \
    X(csrrw) X(csrrs) X(csrrc) X(csrrwi) X(csrrsi) X(csrrci)                                                           \
    X(ecall) X(ebreak) X(mret) X(wfi) X(fence_i) X(illegal) X(fetch_fault) X(halt)
// clang-format on

enum class OpCode : std::uint16_t {
#define STAVP_CPU_OP(name) name,
    STAVP_CPU_OPS(STAVP_CPU_OP)
#undef STAVP_CPU_OP
        count
};

inline constexpr std::size_t kOpCount = static_cast<std::size_t>(OpCode::count);

/// Writes to x0 go to this register, which nothing reads.
inline constexpr std::uint8_t kSinkRegister = 32;

/// A pre-decoded instruction in its place in a block.
struct Op {
    OpCode code = OpCode::illegal;
    std::uint16_t pc_offset = 0; ///< bytes from the block's start
    std::uint8_t rd = kSinkRegister;
    std::uint8_t rs1 = 0; ///< CSRR*I: the 5-bit immediate; fetch_fault: offset of the failing parcel
    std::uint8_t rs2 = 0;
    std::uint8_t length = 4;         ///< bytes: 2 or 4
    std::int32_t imm = 0;            ///< from csrrw on: the instruction's bits, for mtval and the CSR number
    std::uint32_t cycles_before = 0; ///< cost of the block's earlier instructions
};
static_assert(sizeof(Op) == 16);

inline constexpr bool is_control_transfer(OpCode code) {
    return (code >= OpCode::jal && code <= OpCode::bgeu) || code >= OpCode::end;
}

} // namespace stavp
