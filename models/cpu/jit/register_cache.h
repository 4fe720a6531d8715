#pragma once

#include "models/cpu/jit/assembler.h"

#include <algorithm>
#include <array>

namespace stavp::x86 {

/// Where rbx points: so that every guest register is within a displacement of 8 bits.
inline constexpr std::int32_t kRegisterBias = 128;

/// Copies of guest registers in host registers, within one block. Each result goes to memory as well, so that a block
/// can be left at any instruction without anything to save.
class RegisterCache {
public:
    explicit RegisterCache(Assembler& out) : out_(out) { guest_of_.fill(kNone); }

    /// At each guest instruction: what the one before uses may be replaced.
    void next_instruction() { pinned_ = 0; }
    /// The host register that holds guest register `guest`.
    Reg use(std::uint8_t guest) {
        if (const auto found = find(guest)) return pin(*found);
        const auto reg = take(guest);
        out_.load(Load::i64, reg, rbx, home(guest));
        return reg;
    }
    /// One to write the new value of `guest` to. May be that of an operand only if it is the same guest register.
    Reg define(std::uint8_t guest) {
        if (const auto found = find(guest)) return pin(*found);
        return take(guest);
    }
    void commit(std::uint8_t guest, Reg reg) { out_.store(8, reg, rbx, home(guest)); }

private:
    static constexpr std::uint8_t kNone = 0xff;
    static constexpr std::array kPool = {r8, r9, r10, r11, rsi, rdi, r14, rbp};

    static std::int32_t home(std::uint8_t guest) { return 8 * guest - kRegisterBias; }
    Reg pin(std::size_t index) {
        pinned_ |= 1u << index;
        return kPool[index];
    }
    const std::size_t* find(std::uint8_t guest) {
        const auto* place = std::find(guest_of_.begin(), guest_of_.end(), guest);
        if (place == guest_of_.end()) return nullptr;
        found_ = static_cast<std::size_t>(place - guest_of_.begin());
        return &found_;
    }
    Reg take(std::uint8_t guest) {
        while ((pinned_ >> next_ & 1) != 0)
            next_ = (next_ + 1) % kPool.size();
        const auto index = next_;
        next_ = (next_ + 1) % kPool.size();
        guest_of_[index] = guest;
        return pin(index);
    }

    Assembler& out_;
    std::array<std::uint8_t, kPool.size()> guest_of_{};
    unsigned pinned_ = 0;
    std::size_t next_ = 0;
    std::size_t found_ = 0;
};

} // namespace stavp::x86
