#pragma once

#include "tests/isa/reference/csrs.h"
#include "tests/isa/reference/memory.h"

#include <array>
#include <utility>

namespace stavp::isa {

enum class Event {
    retired,
    trapped,
    interrupted,
    unspecified ///< the manual or the docs leave open what happens: stale code, cycle counts. Nothing was done.
};

/// A slow RV64IMAC hart with M and U mode: one instruction at a time, decoded anew each time from the manuals' tables.
/// It has no time. Interrupts are taken as soon as `csr.mip`, which the owner sets, and the enables allow.
class Reference {
public:
    explicit Reference(unsigned pmp_entries) : csr(pmp_entries) {}

    void reset(u64 entry);
    Event step();

    std::array<u64, 32> x{};
    u64 pc = 0;
    bool machine = true;
    u64 retired = 0;
    Csrs csr;
    Memory memory;
    bool lines_move = false; ///< then a read of `time` is left open: the CPU looks at its lines there

    /// Of the latest step: for reports.
    u64 last_pc = 0;
    u32 last_bits = 0;
    const char* last_name = "";

private:
    struct Raise {
        u64 cause, value;
    };
    struct Unspecified {};

    bool interrupt();
    void enter_trap(u64 cause, u64 value);
    u32 fetch();
    u16 fetch_parcel(u64 address);
    void execute(u32 bits);
    void execute_compressed(u32 bits);
    void compressed_0(u32 bits);
    void compressed_1(u32 bits);
    void compressed_2(u32 bits);
    void loads(u32 bits);
    void stores(u32 bits);
    void arithmetic_immediate(u32 bits);
    void arithmetic_immediate_word(u32 bits);
    void arithmetic(u32 bits);
    void arithmetic_word(u32 bits);
    void multiply_divide(u32 bits);
    void multiply_divide_word(u32 bits);
    void branches(u32 bits);
    void atomics(u32 bits);
    void store_conditional(u32 bits, unsigned bytes);
    void system(u32 bits);
    void csr_instruction(u32 bits);
    [[noreturn]] void illegal() const;
    void name(const char* mnemonic) { last_name = mnemonic; }

    void set(u32 rd, u64 value) {
        if (rd != 0) x[rd] = value;
    }
    bool data_machine() const;
    u64 load(u64 address, unsigned bytes, ReferencePmp::Right right = ReferencePmp::read, u64 cause = 5);
    void store(u64 address, unsigned bytes, u64 value);

    u64 next_pc_ = 0;
    bool reserved_ = false;
    u64 reserved_address_ = 0, reserved_value_ = 0;
    unsigned reserved_bytes_ = 0;
    bool csr_write_ = false; ///< at the end of this instruction, which has counted by then
    unsigned csr_number_ = 0;
    u64 csr_value_ = 0;
};

} // namespace stavp::isa
