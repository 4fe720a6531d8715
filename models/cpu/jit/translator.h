#pragma once

#include "models/cpu/jit/code_memory.h"
#include "models/cpu/jit/native.h"

#include <cstdint>

namespace stavp {

/// Makes native code of blocks. It accounts as the interpreter does, once per block at its end, and goes on from block
/// to block while cycles of the quantum are left. Loads and stores go through MemoryPort's table; what misses it, and
/// every instruction that is no plain arithmetic, access or jump, is left to the interpreter, from that instruction on.
/// So native code calls nothing and cannot trap, wait or throw.
class Translator {
public:
    Translator(CodeMemory& memory, unsigned branch_taken_extra);

    /// Sets block.native and what its ways lead to for now. False: nothing of it can be translated.
    bool translate(Block& block, const JumpTargets& targets);
    bool has_room() const;
    /// After CodeMemory::reset(): writes what all blocks share.
    void begin();
    Leave enter(const void* native, NativeContext& context) const { return enter_(&context, native); }

private:
    using Enter = Leave (*)(NativeContext*, const void* native);

    CodeMemory& memory_;
    unsigned branch_taken_extra_;
    Enter enter_ = nullptr;
    const std::uint8_t* leave_ = nullptr;
};

} // namespace stavp
