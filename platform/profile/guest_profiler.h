#pragma once

#include "models/cpu/cpu_listener.h"
#include "platform/profile/call_tree.h"
#include "platform/run/elf_program.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace stavp::profile {

/// Counts the host's instructions and cycles by function and by the functions that called it; rules in
/// docs/profiling.md. What passes between two things that a CpuListener hears belongs to the function of the first, so
/// that everything sums exactly.
class GuestProfiler : public CpuListener {
public:
    /// A stack of calls is followed so far; what is called beyond takes the place of its caller.
    static constexpr std::size_t kDeepest = 256;
    /// Traps within traps.
    static constexpr std::size_t kMostTraps = 16;

    explicit GuestProfiler(const ElfProgram& program);

    void ran(std::uint64_t /*pc*/, unsigned /*bytes*/, std::uint64_t /*begin_cycle*/, bool /*direct*/) override {}
    void accessed(std::uint64_t /*address*/, unsigned /*bytes*/, bool /*write*/, std::uint64_t /*cycle*/) override {}
    void slept(std::uint64_t begin_cycle, std::uint64_t end_cycle) override;
    void begins(std::uint64_t pc, std::uint64_t cycle, std::uint64_t instructions) override;
    void links(Link link, std::uint64_t behind) override;
    void traps(std::uint64_t pc, std::uint64_t cycle, std::uint64_t instructions) override;
    void leaves_trap() override { next_ = Next::leave_trap; }
    void starts(std::uint64_t cycle) override;

    /// Everything since the hart started, which has counted so many by now. What comes later counts no more.
    GuestProfile finish(std::uint64_t instructions, std::uint64_t cycles);

private:
    /// What the jump to the next block is.
    enum class Next { jump, call, ret, ret_then_call, handler, leave_trap };
    struct Frame {
        std::size_t place;
        std::optional<std::uint64_t> return_address;
    };
    struct Trap {
        std::size_t interrupted_depth;
        std::uint64_t calls_beyond;
    };

    void charge(std::uint64_t cycle, std::uint64_t instructions);
    void go_to(std::uint64_t pc);
    void call(std::size_t function);
    void go_back(std::uint64_t pc);
    void leave_trap();
    void push(std::size_t caller, std::size_t function, std::optional<std::uint64_t> return_address);
    /// The innermost frame goes on in this function.
    void replace(std::size_t function);
    void cut(std::size_t depth);
    std::size_t function_at(std::uint64_t pc) const;
    std::size_t unknown() const { return program_.functions.size(); }
    std::size_t trap() const { return program_.functions.size() + 1; }

    const ElfProgram& program_;
    CallTree tree_;
    std::vector<Frame> stack_;
    std::vector<Trap> traps_;
    std::uint64_t calls_beyond_ = 0; ///< under way, deeper than is followed
    Next next_ = Next::jump;
    std::uint64_t behind_call_ = 0;
    std::uint64_t origin_cycle_ = 0; ///< the hart started
    std::uint64_t cycle_ = 0;        ///< charged up to here
    std::uint64_t instructions_ = 0;
    bool finished_ = false;
    // Of the function on top: no search as long as the pc stays in it.
    std::uint64_t first_ = 0;
    std::uint64_t bytes_ = 0;
};

} // namespace stavp::profile
