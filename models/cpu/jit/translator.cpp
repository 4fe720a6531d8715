#include "models/cpu/jit/translator.h"

#include "models/cpu/jit/assembler.h"
#include "models/cpu/jit/register_cache.h"
#include "models/cpu/memory_port.h"

#include <array>
#include <bit>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace stavp {

namespace {

using x86::Assembler;
using x86::Binary;
using x86::Condition;
using x86::Group3;
using x86::Immediate;
using x86::r12;
using x86::r13;
using x86::r14;
using x86::r15;
using x86::rax;
using x86::rbp;
using x86::rbx;
using x86::rcx;
using x86::rdi;
using x86::rdx;
using x86::Reg;
using x86::RegisterCache;
using x86::rsi;
using x86::Shift;
using x86::Width;

// Held through all native code: rbx guest registers, r12 cycles left, r13 instructions retired, r15 page table. rax,
// rcx and rdx are free within one instruction.
constexpr Reg kLeft = r12;
constexpr Reg kRetired = r13;
constexpr Reg kPages = r15;
constexpr std::array kSaved = {rbx, rbp, r12, r13, r14, r15};

/// More than any block needs: 64 instructions of at most 64 bytes, and as many ways out of at most 32.
constexpr std::size_t kRoomForBlock = 16384;

constexpr auto kAllBits = Width::w64;

struct Access {
    x86::Load load;
    unsigned bytes;
};

std::optional<Access> load_of(OpCode code) {
    switch (code) {
    case OpCode::lb:
        return Access{x86::Load::i8, 1};
    case OpCode::lh:
        return Access{x86::Load::i16, 2};
    case OpCode::lw:
        return Access{x86::Load::i32, 4};
    case OpCode::ld:
        return Access{x86::Load::i64, 8};
    case OpCode::lbu:
        return Access{x86::Load::u8, 1};
    case OpCode::lhu:
        return Access{x86::Load::u16, 2};
    case OpCode::lwu:
        return Access{x86::Load::u32, 4};
    default:
        return std::nullopt;
    }
}

unsigned stored_bytes(OpCode code) {
    switch (code) {
    case OpCode::sb:
        return 1;
    case OpCode::sh:
        return 2;
    case OpCode::sw:
        return 4;
    case OpCode::sd:
        return 8;
    default:
        return 0;
    }
}

std::optional<Condition> condition_of(OpCode code) {
    switch (code) {
    case OpCode::beq:
        return Condition::equal;
    case OpCode::bne:
        return Condition::not_equal;
    case OpCode::blt:
        return Condition::less;
    case OpCode::bge:
        return Condition::greater_equal;
    case OpCode::bltu:
        return Condition::below;
    case OpCode::bgeu:
        return Condition::above_equal;
    default:
        return std::nullopt;
    }
}

/// One block on its way to native code.
class Translation {
public:
    Translation(Block& block, const JumpTargets& targets, unsigned branch_taken_extra, std::span<std::uint8_t> room,
                const std::uint8_t* executable, const std::uint8_t* leave)
        : block_(block), targets_(targets), branch_taken_extra_(branch_taken_extra), out_(room), registers_(out_),
          executable_(executable), leave_(leave) {}

    /// False: its first instruction is none for native code.
    bool run() {
        for (index_ = 0; index_ < block_.ops.size(); ++index_) {
            registers_.next_instruction();
            if (!instruction(block_.ops[index_])) {
                if (index_ == 0) return false;
                leave(Leave::interpret, index_);
                break;
            }
        }
        ways_out();
        return true;
    }
    std::size_t size() const { return out_.size(); }

private:
    struct WayOut {
        Assembler::Fixup from;
        Leave why;
        std::uint64_t value;
    };

    bool instruction(const Op& op) {
        if (const auto load = load_of(op.code)) return load_memory(op, *load);
        if (const auto bytes = stored_bytes(op.code); bytes != 0) return store_memory(op, bytes);
        if (const auto condition = condition_of(op.code)) return branch(op, *condition);
        switch (op.code) {
        case OpCode::jal:
            link(op);
            return follow(1, block_.cycles);
        case OpCode::jalr:
            return jump_indirectly(op);
        case OpCode::end:
            return follow(0, block_.cycles);
        case OpCode::fence:
            return true;
        default:
            return op.rd == kSinkRegister ? has_arithmetic(op.code) : arithmetic(op);
        }
    }

    static bool has_arithmetic(OpCode code) {
        return code == OpCode::lui || code == OpCode::auipc || (code >= OpCode::addi && code <= OpCode::remuw);
    }

    bool arithmetic(const Op& op) {
        switch (op.code) {
        case OpCode::lui:
            return constant(op.rd, static_cast<std::uint64_t>(static_cast<std::int64_t>(op.imm)));
        case OpCode::auipc:
            return constant(op.rd, pc_of(op) + static_cast<std::uint64_t>(static_cast<std::int64_t>(op.imm)));
        case OpCode::addi:
            return add_immediate(op);
        case OpCode::addiw: {
            const auto from = registers_.use(op.rs1);
            const auto to = registers_.define(op.rd);
            out_.lea(Width::w32, to, from, op.imm);
            return commit_word(op, to);
        }
        case OpCode::xori:
            return with_immediate(op, Immediate::xor_);
        case OpCode::ori:
            return with_immediate(op, Immediate::or_);
        case OpCode::andi:
            return with_immediate(op, Immediate::and_);
        case OpCode::slti:
        case OpCode::sltiu: {
            out_.op_immediate(kAllBits, Immediate::cmp, registers_.use(op.rs1), op.imm);
            return flag(op, op.code == OpCode::slti ? Condition::less : Condition::below);
        }
        case OpCode::slli:
            return shift_immediate(op, kAllBits, Shift::left);
        case OpCode::srli:
            return shift_immediate(op, kAllBits, Shift::right);
        case OpCode::srai:
            return shift_immediate(op, kAllBits, Shift::arithmetic);
        case OpCode::slliw:
            return shift_immediate(op, Width::w32, Shift::left);
        case OpCode::srliw:
            return shift_immediate(op, Width::w32, Shift::right);
        case OpCode::sraiw:
            return shift_immediate(op, Width::w32, Shift::arithmetic);
        case OpCode::add:
        case OpCode::addw:
            return add(op);
        case OpCode::sub:
            return binary(op, kAllBits, Binary::sub);
        case OpCode::subw:
            return binary(op, Width::w32, Binary::sub);
        case OpCode::xor_:
            return binary(op, kAllBits, Binary::xor_);
        case OpCode::or_:
            return binary(op, kAllBits, Binary::or_);
        case OpCode::and_:
            return binary(op, kAllBits, Binary::and_);
        case OpCode::slt:
        case OpCode::sltu: {
            const auto left = registers_.use(op.rs1);
            out_.op(kAllBits, Binary::cmp, left, registers_.use(op.rs2));
            return flag(op, op.code == OpCode::slt ? Condition::less : Condition::below);
        }
        case OpCode::sll:
            return shift(op, kAllBits, Shift::left);
        case OpCode::srl:
            return shift(op, kAllBits, Shift::right);
        case OpCode::sra:
            return shift(op, kAllBits, Shift::arithmetic);
        case OpCode::sllw:
            return shift(op, Width::w32, Shift::left);
        case OpCode::srlw:
            return shift(op, Width::w32, Shift::right);
        case OpCode::sraw:
            return shift(op, Width::w32, Shift::arithmetic);
        default:
            return multiplication(op);
        }
    }

    bool multiplication(const Op& op) {
        switch (op.code) {
        case OpCode::mul:
            return multiply(op, kAllBits);
        case OpCode::mulw:
            return multiply(op, Width::w32);
        case OpCode::mulh:
            return multiply_high(op, Group3::imul);
        case OpCode::mulhu:
            return multiply_high(op, Group3::mul);
        case OpCode::mulhsu:
            return multiply_high_signed_unsigned(op);
        case OpCode::div:
            return divide(op, kAllBits, true, false);
        case OpCode::divu:
            return divide(op, kAllBits, false, false);
        case OpCode::rem:
            return divide(op, kAllBits, true, true);
        case OpCode::remu:
            return divide(op, kAllBits, false, true);
        case OpCode::divw:
            return divide(op, Width::w32, true, false);
        case OpCode::divuw:
            return divide(op, Width::w32, false, false);
        case OpCode::remw:
            return divide(op, Width::w32, true, true);
        case OpCode::remuw:
            return divide(op, Width::w32, false, true);
        default:
            return false;
        }
    }

    std::uint64_t pc_of(const Op& op) const { return block_.pc + op.pc_offset; }

    bool commit(const Op& op, Reg reg) {
        registers_.commit(op.rd, reg);
        return true;
    }
    bool commit_word(const Op& op, Reg reg) {
        out_.movsxd(reg, reg);
        return commit(op, reg);
    }
    bool commit(const Op& op, Reg reg, Width width) {
        return width == Width::w32 ? commit_word(op, reg) : commit(op, reg);
    }
    bool constant(std::uint8_t guest, std::uint64_t value) {
        const auto to = registers_.define(guest);
        out_.mov_immediate(to, value);
        registers_.commit(guest, to);
        return true;
    }
    /// From rax or rdx.
    bool result(const Op& op, Reg from, Width width = kAllBits) {
        const auto to = registers_.define(op.rd);
        out_.mov(to, from);
        return commit(op, to, width);
    }
    bool flag(const Op& op, Condition condition) {
        out_.set(condition, rax);
        return result(op, rax);
    }

    bool add_immediate(const Op& op) {
        if (op.rs1 == 0) return constant(op.rd, static_cast<std::uint64_t>(static_cast<std::int64_t>(op.imm)));
        const auto from = registers_.use(op.rs1);
        const auto to = registers_.define(op.rd);
        if (op.imm == 0)
            out_.mov(to, from);
        else if (to == from)
            out_.op_immediate(kAllBits, Immediate::add, to, op.imm);
        else
            out_.lea(kAllBits, to, from, op.imm);
        return commit(op, to);
    }
    bool with_immediate(const Op& op, Immediate code) {
        const auto from = registers_.use(op.rs1);
        const auto to = registers_.define(op.rd);
        out_.mov(to, from);
        out_.op_immediate(kAllBits, code, to, op.imm);
        return commit(op, to);
    }
    bool shift_immediate(const Op& op, Width width, Shift kind) {
        const auto from = registers_.use(op.rs1);
        const auto to = registers_.define(op.rd);
        out_.mov(to, from);
        out_.shift(width, kind, to, static_cast<unsigned>(op.imm));
        return commit(op, to, width);
    }
    bool shift(const Op& op, Width width, Shift kind) {
        const auto from = registers_.use(op.rs1);
        out_.mov(rcx, registers_.use(op.rs2));
        const auto to = registers_.define(op.rd);
        out_.mov(to, from);
        out_.shift_by_cl(width, kind, to);
        return commit(op, to, width);
    }
    bool add(const Op& op) {
        const auto width = op.code == OpCode::add ? kAllBits : Width::w32;
        if (width == kAllBits && (op.rs1 == 0 || op.rs2 == 0)) {
            const auto from = registers_.use(op.rs1 == 0 ? op.rs2 : op.rs1);
            const auto to = registers_.define(op.rd);
            out_.mov(to, from);
            return commit(op, to);
        }
        const auto left = registers_.use(op.rs1);
        const auto right = registers_.use(op.rs2);
        const auto to = registers_.define(op.rd);
        out_.lea_sum(width, to, left, right);
        return commit(op, to, width);
    }
    bool binary(const Op& op, Width width, Binary code) {
        const auto left = registers_.use(op.rs1);
        const auto right = registers_.use(op.rs2);
        const auto to = registers_.define(op.rd);
        const auto work = to == right && to != left ? rax : to;
        out_.mov(work, left);
        out_.op(width, code, work, right);
        out_.mov(to, work);
        return commit(op, to, width);
    }
    bool multiply(const Op& op, Width width) {
        auto left = registers_.use(op.rs1);
        auto right = registers_.use(op.rs2);
        const auto to = registers_.define(op.rd);
        if (to == right) std::swap(left, right);
        out_.mov(to, left);
        out_.imul(width, to, right);
        return commit(op, to, width);
    }
    bool multiply_high(const Op& op, Group3 kind) {
        out_.mov(rax, registers_.use(op.rs1));
        out_.group3(kAllBits, kind, registers_.use(op.rs2));
        return result(op, rdx);
    }
    /// As unsigned; then the second factor is taken off if the first is negative.
    bool multiply_high_signed_unsigned(const Op& op) {
        const auto left = registers_.use(op.rs1);
        const auto right = registers_.use(op.rs2);
        out_.mov(rax, left);
        out_.group3(kAllBits, Group3::mul, right);
        out_.mov(rax, left);
        out_.shift(kAllBits, Shift::arithmetic, rax, 63);
        out_.op(kAllBits, Binary::and_, rax, right);
        out_.op(kAllBits, Binary::sub, rdx, rax);
        return result(op, rdx);
    }
    /// x / 0 = all ones, x % 0 = x; x / -1 = -x, x % -1 = 0, which covers the overflow that x86 traps for.
    bool divide(const Op& op, Width width, bool is_signed, bool remainder) {
        out_.mov(rax, registers_.use(op.rs1));
        out_.mov(rcx, registers_.use(op.rs2));
        out_.test(width, rcx, rcx);
        const auto not_zero = out_.jump(Condition::not_equal);
        if (remainder)
            out_.mov(rdx, rax);
        else
            out_.mov_immediate(rax, ~std::uint64_t{0});
        const auto done = out_.jump();
        out_.bind(not_zero);
        std::optional<Assembler::Fixup> negated;
        if (is_signed) {
            out_.op_immediate(width, Immediate::cmp, rcx, -1);
            const auto ordinary = out_.jump(Condition::not_equal);
            out_.group3(width, Group3::neg, rax);
            out_.mov_immediate(rdx, 0);
            negated = out_.jump();
            out_.bind(ordinary);
            out_.cqo(width);
        } else {
            out_.mov_immediate(rdx, 0);
        }
        out_.group3(width, is_signed ? Group3::idiv : Group3::div, rcx);
        out_.bind(done);
        if (negated) out_.bind(*negated);
        return result(op, remainder ? rdx : rax, width);
    }

    /// rax: the address; after it the host's, if the page is in the table and the access aligned.
    void find_page(const Op& op, std::size_t tag_offset, unsigned bytes) {
        const auto base = registers_.use(op.rs1);
        if (op.imm == 0)
            out_.mov(rax, base);
        else
            out_.lea(kAllBits, rax, base, op.imm);
        out_.op(Width::w32, Binary::mov, rcx, rax);
        out_.shift(Width::w32, Shift::right, rcx, MemoryPort::kEntryShift);
        out_.op_immediate(Width::w32, Immediate::and_, rcx, MemoryPort::kEntryMask);
        out_.op(kAllBits, Binary::add, rcx, kPages);
        out_.mov(rdx, rax);
        out_.op_immediate(kAllBits, Immediate::and_, rdx, static_cast<std::int32_t>(kPageMask | (bytes - 1)));
        out_.op_memory(kAllBits, Binary::cmp, rdx, rcx, static_cast<std::int32_t>(tag_offset));
        leave_if(Condition::not_equal, Leave::interpret, index_);
        out_.op_memory(kAllBits, Binary::add, rax, rcx, offsetof(MemoryPort::Entry, to_host));
    }
    bool load_memory(const Op& op, const Access& access) {
        find_page(op, offsetof(MemoryPort::Entry, load_tag), access.bytes);
        if (op.rd == kSinkRegister) return true;
        const auto to = registers_.define(op.rd);
        out_.load(access.load, to, rax, 0);
        return commit(op, to);
    }
    bool store_memory(const Op& op, unsigned bytes) {
        const auto value = registers_.use(op.rs2);
        find_page(op, offsetof(MemoryPort::Entry, store_tag), bytes);
        out_.store(bytes, value, rax, 0);
        return true;
    }

    void link(const Op& op) {
        if (op.rd != kSinkRegister) constant(op.rd, pc_of(op) + op.length);
    }
    void account(std::uint32_t cycles) {
        out_.op_immediate(kAllBits, Immediate::add, kRetired, static_cast<std::int32_t>(block_.instructions));
        out_.op_immediate(kAllBits, Immediate::sub, kLeft, static_cast<std::int32_t>(cycles));
    }
    bool follow(std::size_t way, std::uint32_t cycles) {
        account(cycles);
        leave_if(Condition::less_equal, Leave::follow, way);
        out_.mov_immediate(rax, reinterpret_cast<std::uintptr_t>(&block_.native_next[way]));
        out_.jump_memory(rax, 0);
        return true;
    }
    bool branch(const Op& op, Condition condition) {
        const auto left = registers_.use(op.rs1);
        if (op.rs2 == 0)
            out_.op_immediate(kAllBits, Immediate::cmp, left, 0);
        else
            out_.op(kAllBits, Binary::cmp, left, registers_.use(op.rs2));
        const auto taken = out_.jump(condition);
        follow(0, block_.cycles);
        out_.bind(taken);
        return follow(1, block_.cycles + branch_taken_extra_);
    }
    bool jump_indirectly(const Op& op) {
        out_.lea(kAllBits, rdx, registers_.use(op.rs1), op.imm);
        out_.op_immediate(kAllBits, Immediate::and_, rdx, -2);
        link(op);
        account(block_.cycles);
        leave_if(Condition::less_equal, Leave::indirect, 0);
        out_.op(Width::w32, Binary::mov, rcx, rdx);
        out_.op_immediate(Width::w32, Immediate::and_, rcx, 2 * (kJumpTargets - 1));
        out_.shift(Width::w32, Shift::left, rcx, 3); // of 2 * index to index * sizeof(JumpTarget)
        out_.mov_immediate(rax, reinterpret_cast<std::uintptr_t>(targets_.data()));
        out_.op(kAllBits, Binary::add, rcx, rax);
        out_.op_memory(kAllBits, Binary::cmp, rdx, rcx, offsetof(JumpTarget, pc));
        leave_if(Condition::not_equal, Leave::indirect, 0);
        out_.jump_memory(rcx, offsetof(JumpTarget, native));
        return true;
    }

    void leave_if(Condition condition, Leave why, std::uint64_t value) {
        ways_out_.push_back({out_.jump(condition), why, value});
    }
    /// Leaves from here: rcx block, rdx value, rax reason.
    void leave(Leave why, std::uint64_t value) {
        out_.mov_immediate(rcx, reinterpret_cast<std::uintptr_t>(&block_));
        if (why != Leave::indirect) out_.mov_immediate(rdx, value);
        out_.mov_immediate(rax, static_cast<std::uint64_t>(why));
        out_.jump_to(leave_ - executable_);
    }
    void ways_out() {
        for (const auto& way : ways_out_) {
            out_.bind(way.from);
            // The links of a block lead here until the next block has native code.
            if (way.why == Leave::follow) block_.native_next[way.value] = executable_ + out_.size();
            leave(way.why, way.value);
        }
    }

    Block& block_;
    const JumpTargets& targets_;
    unsigned branch_taken_extra_;
    Assembler out_;
    RegisterCache registers_;
    const std::uint8_t* executable_;
    const std::uint8_t* leave_;
    std::size_t index_ = 0;
    std::vector<WayOut> ways_out_;
};

static_assert(sizeof(JumpTarget) == 16);

} // namespace

Translator::Translator(CodeMemory& memory, unsigned branch_taken_extra)
    : memory_(memory), branch_taken_extra_(branch_taken_extra) {}

bool Translator::has_room() const {
    return memory_.room().size() >= kRoomForBlock;
}

void Translator::begin() {
    const auto field = [](std::size_t offset) { return static_cast<std::int32_t>(offset); };
    Assembler out(memory_.room());
    for (const auto reg : kSaved)
        out.push(reg);
    out.push(rdi);
    out.load(x86::Load::i64, rbx, rdi, field(offsetof(NativeContext, registers)));
    out.load(x86::Load::i64, kPages, rdi, field(offsetof(NativeContext, pages)));
    out.load(x86::Load::i64, kLeft, rdi, field(offsetof(NativeContext, left)));
    out.load(x86::Load::i64, kRetired, rdi, field(offsetof(NativeContext, retired)));
    out.jump(rsi);
    const auto leave = out.size();
    out.pop(rdi);
    out.store(8, kLeft, rdi, field(offsetof(NativeContext, left)));
    out.store(8, kRetired, rdi, field(offsetof(NativeContext, retired)));
    out.store(8, rcx, rdi, field(offsetof(NativeContext, block)));
    out.store(8, rdx, rdi, field(offsetof(NativeContext, value)));
    for (auto reg = kSaved.rbegin(); reg != kSaved.rend(); ++reg)
        out.pop(*reg);
    out.ret();
    const auto* code = memory_.take(out.size());
    enter_ = std::bit_cast<Enter>(code);
    leave_ = code + leave;
}

bool Translator::translate(Block& block, const JumpTargets& targets) {
    const auto room = memory_.room();
    const auto* executable = memory_.executable();
    Translation translation(block, targets, branch_taken_extra_, room, executable, leave_);
    if (!translation.run()) return false;
    block.native = memory_.take(translation.size());
    return true;
}

} // namespace stavp
