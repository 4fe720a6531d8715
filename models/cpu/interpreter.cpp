#include "models/cpu/interpreter.h"

#include "models/cpu/arithmetic.h"
#include "models/cpu/atomics.h"
#include "models/cpu/observed_memory.h"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace stavp {

namespace {

using i8 = std::int8_t;
using i16 = std::int16_t;
using i32 = std::int32_t;
using i64 = std::int64_t;
using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

/// Sign- or zero-extends by the type's own sign.
template <class T> constexpr u64 extend(T value) {
    return static_cast<u64>(static_cast<i64>(value));
}

template <class T> constexpr T wrapping_add(T a, T b) {
    return static_cast<T>(static_cast<u64>(a) + static_cast<u64>(b));
}

constexpr u64 word(u64 value) {
    return extend(static_cast<i32>(value));
}

constexpr bool is_link_register(u8 number) {
    return number == 1 || number == 5;
}

std::optional<Link> link_of(const Op& jump) {
    const bool through = jump.code == OpCode::jalr && is_link_register(jump.rs1);
    if (!is_link_register(jump.rd)) return through ? std::optional(Link::ret) : std::nullopt;
    return through && jump.rd != jump.rs1 ? Link::ret_then_call : Link::call;
}

} // namespace

Interpreter::Interpreter(Hart& hart, MemoryPort& memory, BlockCache& blocks, LocalTime& time,
                         unsigned branch_taken_extra)
    : hart_(hart), memory_(memory), blocks_(blocks), time_(time), branch_taken_extra_(branch_taken_extra) {}

// Counters are kept as sums over whole blocks. PUBLISH makes hart and clock exact at the current instruction and sets
// the sums such that adding the whole block later still comes out right.
// NOLINTNEXTLINE(bugprone-macro-parentheses): a statement
#define DISPATCH() goto* labels[static_cast<std::size_t>(op->code)]
#define NEXT()                                                                                                         \
    do {                                                                                                               \
        ++op;                                                                                                          \
        DISPATCH();                                                                                                    \
    } while (false)
#define RS1 x[op->rs1]
#define RS2 x[op->rs2]
#define RD x[op->rd]
#define S1 static_cast<i64>(RS1)
#define S2 static_cast<i64>(RS2)
#define W1 static_cast<i32>(RS1)
#define W2 static_cast<i32>(RS2)
#define UW1 static_cast<u32>(RS1)
#define UW2 static_cast<u32>(RS2)
#define IMM static_cast<u64>(static_cast<i64>(op->imm))
#define PC (block->pc + op->pc_offset)
#define INDEX static_cast<u64>(op - block->ops.data())
#define PUBLISH()                                                                                                      \
    do {                                                                                                               \
        const auto elapsed = spent + op->cycles_before;                                                                \
        time_.advance(static_cast<u64>(elapsed));                                                                      \
        budget -= elapsed;                                                                                             \
        spent = -static_cast<i64>(op->cycles_before);                                                                  \
        hart_.instructions += retired + INDEX;                                                                         \
        retired = 0 - INDEX;                                                                                           \
        hart_.pc = PC;                                                                                                 \
    } while (false)
// In the instance that is observed: a block begins, and ends behind `bytes` of its code.
#define BEGIN_BLOCK()                                                                                                  \
    do {                                                                                                               \
        if constexpr (kObserved) {                                                                                     \
            begin_cycle = time_.cycles() + static_cast<u64>(spent);                                                    \
            direct = true;                                                                                             \
            tell_begins(block->pc, begin_cycle, hart_.instructions + retired);                                         \
        }                                                                                                              \
    } while (false)
#define END_BLOCK(bytes)                                                                                               \
    do {                                                                                                               \
        if constexpr (kObserved) tell_ran(block->pc, bytes, begin_cycle, direct);                                      \
    } while (false)
#define LINK()                                                                                                         \
    do {                                                                                                               \
        if constexpr (kObserved) tell_links(*op, PC + op->length);                                                     \
    } while (false)
#define FOLLOW(way)                                                                                                    \
    do {                                                                                                               \
        END_BLOCK(block->target[0] - block->pc);                                                                       \
        spent += block->cycles;                                                                                        \
        retired += block->instructions;                                                                                \
        link = &block->next[way];                                                                                      \
        target = block->target[way];                                                                                   \
        if (*link != nullptr && spent < budget) [[likely]] {                                                           \
            block = *link;                                                                                             \
            BEGIN_BLOCK();                                                                                             \
            op = block->ops.data();                                                                                    \
            DISPATCH();                                                                                                \
        }                                                                                                              \
        goto find_block;                                                                                               \
    } while (false)
#define BRANCH(condition)                                                                                              \
    do {                                                                                                               \
        if (condition) {                                                                                               \
            spent += branch_taken_extra_;                                                                              \
            FOLLOW(1);                                                                                                 \
        }                                                                                                              \
        FOLLOW(0);                                                                                                     \
    } while (false)
#define LOAD(T)                                                                                                        \
    do {                                                                                                               \
        const u64 address = RS1 + IMM;                                                                                 \
        T value;                                                                                                       \
        if constexpr (kObserved) PUBLISH();                                                                            \
        if (!memory.try_load(address, value)) [[unlikely]] {                                                           \
            PUBLISH();                                                                                                 \
            outcome = memory.load(address, &value, sizeof value);                                                      \
            if (outcome == Outcome::fault) goto trapped;                                                               \
            RD = extend(value);                                                                                        \
            if (outcome == Outcome::bus) goto after_bus;                                                               \
            NEXT();                                                                                                    \
        }                                                                                                              \
        RD = extend(value);                                                                                            \
        NEXT();                                                                                                        \
    } while (false)
#define STORE(T)                                                                                                       \
    do {                                                                                                               \
        const u64 address = RS1 + IMM;                                                                                 \
        const T value = static_cast<T>(RS2);                                                                           \
        if constexpr (kObserved) PUBLISH();                                                                            \
        if (!memory.try_store(address, value)) [[unlikely]] {                                                          \
            PUBLISH();                                                                                                 \
            outcome = memory.store(address, &value, sizeof value);                                                     \
            if (outcome != Outcome::memory) goto left_memory;                                                          \
        }                                                                                                              \
        NEXT();                                                                                                        \
    } while (false)
#define ATOMIC(T, call)                                                                                                \
    do {                                                                                                               \
        PUBLISH();                                                                                                     \
        T old{};                                                                                                       \
        outcome = call;                                                                                                \
        if (outcome == Outcome::fault) goto trapped;                                                                   \
        RD = extend(old);                                                                                              \
        if (outcome == Outcome::bus) goto after_bus;                                                                   \
        NEXT();                                                                                                        \
    } while (false)
#define AMO(T, result)                                                                                                 \
    ATOMIC(T, atomic_update<T>(memory, RS1, old, [b = static_cast<T>(RS2)]([[maybe_unused]] T a) -> T {                \
               return static_cast<T>(result);                                                                          \
           }))
#define UNSIGNED_LESS(a, b) (static_cast<u64>(a) < static_cast<u64>(b))

Exit Interpreter::run(Block* block, i64 budget, bool fetched_directly) {
    if (listeners_.empty()) return run_in(memory_, block, 0, budget, true);
    ObservedMemory observed(memory_);
    return run_in(observed, block, 0, budget, fetched_directly);
}

Exit Interpreter::finish(Block* block, std::size_t index) {
    return run_in(memory_, block, index, 0, true);
}

void Interpreter::tell_begins(u64 pc, u64 cycle, u64 instructions) const {
    for (auto* listener : listeners_)
        listener->begins(pc, cycle, instructions);
}

void Interpreter::tell_links(const Op& jump, u64 behind) const {
    if (const auto link = link_of(jump))
        for (auto* listener : listeners_)
            listener->links(*link, behind);
}

void Interpreter::tell_ran(u64 pc, u64 bytes, u64 begin_cycle, bool fetched_directly) const {
    if (bytes == 0) return;
    for (auto* listener : listeners_)
        listener->ran(pc, static_cast<unsigned>(bytes), begin_cycle, fetched_directly);
}

// clang-format off
template <class Memory>
Exit Interpreter::run_in(Memory& memory, Block* block, std::size_t index, i64 budget, [[maybe_unused]] bool direct) {
    constexpr bool kObserved = std::is_same_v<Memory, ObservedMemory>;
    static const void* const labels[kOpCount] = {
#define STAVP_CPU_LABEL(name) &&op_##name,
        STAVP_CPU_OPS(STAVP_CPU_LABEL)
#undef STAVP_CPU_LABEL
    };
    u64* const x = hart_.x.data();
    const Op* op = block->ops.data() + index;
    i64 spent = -static_cast<i64>(op->cycles_before);
    u64 retired = 0 - u64{index};
    u64 target = 0;
    Block** link = nullptr;
    auto outcome = Outcome::memory;
    [[maybe_unused]] u64 begin_cycle = time_.cycles();
    if constexpr (kObserved) tell_begins(block->pc, begin_cycle, hart_.instructions);
    DISPATCH();

    op_lui:    RD = IMM; NEXT();
    op_auipc:  RD = PC + IMM; NEXT();
    op_jal:    RD = PC + op->length; LINK(); FOLLOW(1);
    op_jalr:
        target = (RS1 + IMM) & ~u64{1};
        RD = PC + op->length;
        LINK();
        END_BLOCK(block->target[0] - block->pc);
        spent += block->cycles;
        retired += block->instructions;
        link = nullptr;
        goto find_block;
    op_beq:    BRANCH(RS1 == RS2);
    op_bne:    BRANCH(RS1 != RS2);
    op_blt:    BRANCH(S1 < S2);
    op_bge:    BRANCH(S1 >= S2);
    op_bltu:   BRANCH(RS1 < RS2);
    op_bgeu:   BRANCH(RS1 >= RS2);

    op_lb:     LOAD(i8);
    op_lh:     LOAD(i16);
    op_lw:     LOAD(i32);
    op_ld:     LOAD(u64);
    op_lbu:    LOAD(u8);
    op_lhu:    LOAD(u16);
    op_lwu:    LOAD(u32);
    op_sb:     STORE(u8);
    op_sh:     STORE(u16);
    op_sw:     STORE(u32);
    op_sd:     STORE(u64);

    op_addi:   RD = RS1 + IMM; NEXT();
    op_slti:   RD = S1 < static_cast<i64>(IMM); NEXT();
    op_sltiu:  RD = RS1 < IMM; NEXT();
    op_xori:   RD = RS1 ^ IMM; NEXT();
    op_ori:    RD = RS1 | IMM; NEXT();
    op_andi:   RD = RS1 & IMM; NEXT();
    op_slli:   RD = RS1 << op->imm; NEXT();
    op_srli:   RD = RS1 >> op->imm; NEXT();
    op_srai:   RD = static_cast<u64>(S1 >> op->imm); NEXT();
    op_addiw:  RD = word(RS1 + IMM); NEXT();
    op_slliw:  RD = word(RS1 << op->imm); NEXT();
    op_srliw:  RD = word(UW1 >> op->imm); NEXT();
    op_sraiw:  RD = extend(W1 >> op->imm); NEXT();

    op_add:    RD = RS1 + RS2; NEXT();
    op_sub:    RD = RS1 - RS2; NEXT();
    op_sll:    RD = RS1 << (RS2 & 63); NEXT();
    op_slt:    RD = S1 < S2; NEXT();
    op_sltu:   RD = RS1 < RS2; NEXT();
    op_xor_:   RD = RS1 ^ RS2; NEXT();
    op_srl:    RD = RS1 >> (RS2 & 63); NEXT();
    op_sra:    RD = static_cast<u64>(S1 >> (RS2 & 63)); NEXT();
    op_or_:    RD = RS1 | RS2; NEXT();
    op_and_:   RD = RS1 & RS2; NEXT();
    op_addw:   RD = word(RS1 + RS2); NEXT();
    op_subw:   RD = word(RS1 - RS2); NEXT();
    op_sllw:   RD = word(RS1 << (RS2 & 31)); NEXT();
    op_srlw:   RD = word(UW1 >> (RS2 & 31)); NEXT();
    op_sraw:   RD = extend(W1 >> (RS2 & 31)); NEXT();

    op_mul:    RD = RS1 * RS2; NEXT();
    op_mulh:   RD = multiply_high_signed(S1, S2); NEXT();
    op_mulhsu: RD = multiply_high_signed_unsigned(S1, RS2); NEXT();
    op_mulhu:  RD = multiply_high_unsigned(RS1, RS2); NEXT();
    op_div:    RD = extend(divide(S1, S2)); NEXT();
    op_divu:   RD = divide(RS1, RS2); NEXT();
    op_rem:    RD = extend(remainder(S1, S2)); NEXT();
    op_remu:   RD = remainder(RS1, RS2); NEXT();
    op_mulw:   RD = word(RS1 * RS2); NEXT();
    op_divw:   RD = extend(divide(W1, W2)); NEXT();
    op_divuw:  RD = word(divide(UW1, UW2)); NEXT();
    op_remw:   RD = extend(remainder(W1, W2)); NEXT();
    op_remuw:  RD = word(remainder(UW1, UW2)); NEXT();

    op_lr_w:      ATOMIC(i32, load_reserved<i32>(memory, hart_.reservation, RS1, old));
    op_sc_w:      ATOMIC(u64, store_conditional<i32>(memory, hart_.reservation, RS1, W2, old));
    op_amoswap_w: AMO(i32, b);
    op_amoadd_w:  AMO(i32, wrapping_add(a, b));
    op_amoxor_w:  AMO(i32, a ^ b);
    op_amoand_w:  AMO(i32, a & b);
    op_amoor_w:   AMO(i32, a | b);
    op_amomin_w:  AMO(i32, std::min(a, b));
    op_amomax_w:  AMO(i32, std::max(a, b));
    op_amominu_w: AMO(i32, UNSIGNED_LESS(a, b) ? a : b);
    op_amomaxu_w: AMO(i32, UNSIGNED_LESS(a, b) ? b : a);
    op_lr_d:      ATOMIC(i64, load_reserved<i64>(memory, hart_.reservation, RS1, old));
    op_sc_d:      ATOMIC(u64, store_conditional<i64>(memory, hart_.reservation, RS1, S2, old));
    op_amoswap_d: AMO(i64, b);
    op_amoadd_d:  AMO(i64, wrapping_add(a, b));
    op_amoxor_d:  AMO(i64, a ^ b);
    op_amoand_d:  AMO(i64, a & b);
    op_amoor_d:   AMO(i64, a | b);
    op_amomin_d:  AMO(i64, std::min(a, b));
    op_amomax_d:  AMO(i64, std::max(a, b));
    op_amominu_d: AMO(i64, UNSIGNED_LESS(a, b) ? a : b);
    op_amomaxu_d: AMO(i64, UNSIGNED_LESS(a, b) ? b : a);

    op_fence:  NEXT();
    op_end:    FOLLOW(0);

    op_csrrw: op_csrrs: op_csrrc: op_csrrwi: op_csrrsi: op_csrrci:
    op_ecall: op_ebreak: op_mret: op_wfi: op_fence_i: op_illegal: op_fetch_fault: op_halt:
        PUBLISH();
        END_BLOCK(op->pc_offset + (op->code == OpCode::fetch_fault || op->code == OpCode::halt ? 0u : op->length));
        op_ = op;
        return Exit::system;
    // clang-format on

find_block:
    if (spent < budget) {
        if (auto* next = blocks_.find(target, hart_.privilege); next != nullptr) [[likely]] {
            if (link != nullptr) *link = next;
            block = next;
            BEGIN_BLOCK();
            op = block->ops.data();
            DISPATCH();
        }
    }
    hart_.pc = target;
    hart_.instructions += retired;
    time_.advance(static_cast<u64>(spent));
    return spent < budget ? Exit::no_block : Exit::quantum;

left_memory:
    if (outcome == Outcome::fault) goto trapped;
after_bus:
    END_BLOCK(op->pc_offset + op->length);
    hart_.pc = PC + op->length;
    ++hart_.instructions;
    time_.advance(op[1].cycles_before - op->cycles_before);
    return Exit::bus_access;

trapped:
    END_BLOCK(op->pc_offset + op->length);
    return Exit::trap;
}

} // namespace stavp
