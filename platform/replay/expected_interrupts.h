#pragma once

#include "platform/trace/mmio/mmio_line.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stavp::replay {

/// The changes of interrupt lines that a trace holds, each line's in their order.
class ExpectedInterrupts {
public:
    /// `first_line`: number of lines[0] in its file.
    ExpectedInterrupts(std::span<const trace::MmioLine> lines, unsigned first_line);

    /// What does not agree with the trace, or nothing.
    struct Difference {
        unsigned line; ///< of the trace's file; 0: the trace has none
        std::string text;
    };
    /// The line of that name changes now.
    std::optional<Difference> changes(const std::string& name, bool level, std::uint64_t time_ps);
    /// The first change that has not come.
    std::optional<Difference> missing() const;
    std::size_t seen() const { return seen_; }

private:
    struct Change {
        std::uint64_t time_ps;
        bool level;
        unsigned line;
    };
    struct Wire {
        std::vector<Change> changes;
        std::size_t next = 0;
    };

    std::map<std::string, Wire> wires_;
    std::size_t seen_ = 0;
};

} // namespace stavp::replay
