#pragma once

#include "models/cpu/cpu_config.h"
#include "models/cpu/interpreter.h"
#include "models/cpu/jit/code_memory.h"
#include "models/cpu/jit/native.h"
#include "models/cpu/jit/translator.h"

#include <array>
#include <cstdint>

namespace stavp {

/// Runs blocks as the Interpreter does, with the same results, times and counts at every return; those that run often
/// as native code. Only on x86-64, where the host allows to make code, and only unobserved.
class Jit {
public:
    Jit(Hart& hart, MemoryPort& memory, BlockCache& blocks, LocalTime& time, Interpreter& interpreter,
        const CpuConfig& config);

    bool available() const { return code_.available(); }
    /// As Interpreter::run(). Interpreter::op() tells of Exit::system.
    Exit run(Block* block, std::int64_t budget);
    /// Blocks translated since the start.
    std::uint64_t translated() const { return translated_; }

private:
    void forget_stale();
    bool native(Block& block);
    Leave run_native(const Block& block, std::int64_t left);
    JumpTargets& targets() { return targets_[hart_.privilege == Privilege::machine ? 1 : 0]; }

    Hart& hart_;
    MemoryPort& memory_;
    BlockCache& blocks_;
    LocalTime& time_;
    Interpreter& interpreter_;
    unsigned warm_up_;
    CodeMemory code_;
    Translator translator_;
    NativeContext context_;
    std::array<JumpTargets, 2> targets_{};
    std::uint64_t generation_ = 0;
    std::uint64_t translated_ = 0;
};

} // namespace stavp
