#pragma once

#include "models/cpu/block_cache.h"
#include "models/cpu/cpu_listener.h"
#include "models/cpu/hart.h"
#include "models/cpu/local_time.h"
#include "models/cpu/memory_port.h"

#include <vector>

namespace stavp {

/// Why the inner loop came back. pc, instruction count and local time are exact then.
enum class Exit {
    quantum,    ///< before the instruction at pc
    no_block,   ///< the instruction at pc must be fetched over the bus
    bus_access, ///< after a bus access: come back to simulated time first
    system,     ///< at a system instruction, not yet executed: op()
    trap        ///< at an instruction that trapped: MemoryPort::fault()
};

/// Runs decoded blocks, one dispatch per instruction, until something needs the rest of the CPU.
class Interpreter {
public:
    Interpreter(Hart& hart, MemoryPort& memory, BlockCache& blocks, LocalTime& time, unsigned branch_taken_extra);

    /// At least the first block, and further ones as long as `budget` cycles are not used up.
    /// `fetched_directly`: the first block's code did not come over the bus.
    Exit run(Block* block, std::int64_t budget, bool fetched_directly);
    /// The rest of a block from its instruction number `index` on, at which the state is exact; then Exit::quantum,
    /// whatever is left of it.
    Exit finish(Block* block, std::size_t index);
    const Op& op() const { return *op_; }
    /// For traces: from now on another instance of the inner loop runs, which tells of every block. Times and results
    /// are the same.
    void observe(CpuListener& listener) { listeners_.push_back(&listener); }
    bool observed() const { return !listeners_.empty(); }

private:
    template <class Memory>
    Exit run_in(Memory& memory, Block* block, std::size_t index, std::int64_t budget, bool direct);
    void tell_begins(std::uint64_t pc, std::uint64_t cycle, std::uint64_t instructions) const;
    void tell_ran(std::uint64_t pc, std::uint64_t bytes, std::uint64_t begin_cycle, bool fetched_directly) const;
    void tell_links(const Op& jump, std::uint64_t behind) const;

    Hart& hart_;
    MemoryPort& memory_;
    BlockCache& blocks_;
    LocalTime& time_;
    std::int64_t branch_taken_extra_;
    const Op* op_ = nullptr;
    std::vector<CpuListener*> listeners_;
};

} // namespace stavp
