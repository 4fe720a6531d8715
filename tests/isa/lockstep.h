#pragma once

#include "tests/isa/board.h"
#include "tests/isa/difference.h"
#include "tests/isa/random.h"
#include "tests/isa/reference/hart.h"

#include <array>
#include <string>

namespace stavp::isa {

struct Tally {
    u64 programs = 0, instructions = 0, traps = 0, interrupts = 0, comparisons = 0, left_open = 0;
    u64 in_user_mode = 0;
    std::array<u64, 16> causes{}; ///< of traps
    Tally& operator+=(const Tally& other);
};

/// Runs programs on a board and on the reference side by side.
///
/// Step mode: the CPU halts after every instruction, trap or interrupt, and everything is compared. Block mode: the CPU
/// runs as it does in the platform and is compared whenever it comes back to simulated time. In both the reference gets
/// the lines as they stand at the CPU's syncs, and takes interrupts at once: one that the CPU takes late, early or not
/// at all is a difference. Memory is compared at the end.
class Lockstep {
public:
    struct Mode {
        bool step = false;
        unsigned pmp_entries = 16;
        u64 quantum_ns = 1000;
        bool dmi = true;
        CpuEngine engine = CpuEngine::jit;
        unsigned warm_up = 0;
    };

    Lockstep(const char* name, const Mode& mode);

    /// Until `instructions` have retired, or the program got stuck in traps. Empty: no difference; else a report.
    std::string run(const Program& program, u64 instructions);
    const Tally& tally() const { return tally_; }
    const Mode& mode() const { return mode_; }

private:
    void on_sync();
    void on_halt();
    void on_sleep();
    void compare_step();
    void compare_block();
    Event advance();
    void check_bound();
    void move_lines();
    void differs(const std::string& what);
    void finish();
    std::string trace() const;

    struct Traced {
        u64 index = 0, pc = 0;
        u32 bits = 0;
        const char* name = "";
    };

    Mode mode_;
    Board board_;
    Reference reference_;
    Random random_;
    Tally tally_;
    bool interrupts_ = false;
    bool done_ = true;
    u64 limit_ = 0;
    u64 traps_in_a_row_ = 0;
    u64 synced_at_ = 0; ///< the CPU's cycle count
    bool slept_ = false;
    u64 seed_ = 0;
    std::array<Traced, 12> traced_{};
    u64 events_ = 0;
    std::string report_;
};

} // namespace stavp::isa
