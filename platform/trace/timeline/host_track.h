#pragma once

#include "models/core/clock.h"
#include "models/cpu/cpu_listener.h"
#include "platform/run/elf_program.h"
#include "platform/trace/timeline/timeline_file.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp::trace {

/// The functions that the CPU runs, by the symbols of its program, one in the other as they call. Seen at the
/// boundaries of basic blocks: a function that is entered at its first instruction is called by the one before; going
/// back into one that is under way ends those that it called; any other way into a function begins a new stack. So a
/// tail call is drawn in the function that made it, and recursion as one slice.
class HostTrack : public CpuListener {
public:
    HostTrack(TimelineFile& file, Track track, const ElfProgram& program, Clock clock);

    void ran(std::uint64_t pc, unsigned bytes, std::uint64_t begin_cycle, bool fetched_directly) override;
    void accessed(std::uint64_t /*address*/, unsigned /*bytes*/, bool /*write*/, std::uint64_t /*cycle*/) override {}
    void slept(std::uint64_t begin_cycle, std::uint64_t end_cycle) override;
    /// It falls asleep or wakes, now.
    void sleeps(bool asleep, std::uint64_t now_ps);

    void finish(std::uint64_t end_ps);

private:
    static constexpr std::size_t kDeepest = 64;
    struct Frame {
        std::size_t function;
        bool shown;
    };

    std::size_t function_at(std::uint64_t pc) const;
    void enter(std::size_t function, std::uint64_t pc, std::uint64_t cycle);
    void leave_to(std::size_t depth, std::uint64_t cycle);

    TimelineFile& file_;
    Track track_;
    Clock clock_;
    const ElfProgram& program_;
    std::vector<std::string> names_; ///< of its functions, ready for JSON; the last one is for everything else
    std::vector<Frame> stack_;
    std::uint64_t last_cycle_ = 0;
    std::optional<std::uint64_t> asleep_since_ps_;
    // Of the function on top: no search as long as the pc stays in it.
    std::uint64_t first_ = 1;
    std::uint64_t end_ = 0;
};

} // namespace stavp::trace
