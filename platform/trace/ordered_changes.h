#pragma once

#include "platform/trace/level.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stavp::trace {

struct Change {
    std::uint64_t time_ps = 0;
    std::uint32_t signal = 0;
    Level level;
};

/// Puts changes into the order of their times; those of one time keep the order in which they came.
class OrderedChanges {
public:
    void add(const Change& change) { pending_.push_back(change); }
    std::size_t size() const { return pending_.size(); }
    /// Those before `time_ps`, in order; valid until the next call.
    const std::vector<Change>& take_before(std::uint64_t time_ps);

private:
    std::vector<Change> pending_;
    std::vector<Change> taken_;
};

} // namespace stavp::trace
