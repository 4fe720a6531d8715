#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stavp {

/// The reservations of one port, in cycles. Requests need not come in the order of their times (an initiator that
/// runs ahead reserves in the future): each takes the first gap that is long enough, so that running ahead does not
/// hold up those who come later for an earlier time.
class PortCalendar {
public:
    /// The first cycle from `earliest` on at which `cycles` cycles are free.
    std::uint64_t first_gap(std::uint64_t earliest, std::uint64_t cycles) const {
        auto start = earliest;
        for (auto i = first_ending_after(earliest); i < busy_.size() && busy_[i].begin < start + cycles; ++i)
            start = std::max(start, busy_[i].end);
        return start;
    }

    /// Marks [start, start + cycles) as taken; it must be free.
    void reserve(std::uint64_t start, std::uint64_t cycles) {
        const auto end = start + cycles;
        auto next = first_ending_after(start);
        const bool joins_next = next < busy_.size() && busy_[next].begin == end;
        const bool joins_previous = next > 0 && busy_[next - 1].end == start;
        if (joins_previous && joins_next) {
            busy_[next - 1].end = busy_[next].end;
            busy_.erase(busy_.begin() + static_cast<std::ptrdiff_t>(next));
        } else if (joins_previous) {
            busy_[next - 1].end = end;
        } else if (joins_next) {
            busy_[next].begin = start;
        } else {
            busy_.insert(busy_.begin() + static_cast<std::ptrdiff_t>(next), {start, end});
        }
    }

    /// Drops what ended before `cycle`; no later request may ask for a time before it.
    void forget_before(std::uint64_t cycle) {
        std::size_t past = 0;
        while (past < busy_.size() && busy_[past].end < cycle)
            ++past;
        if (past > 0) busy_.erase(busy_.begin(), busy_.begin() + static_cast<std::ptrdiff_t>(past));
    }

private:
    struct Interval {
        std::uint64_t begin;
        std::uint64_t end; ///< exclusive
    };

    /// Most requests come late in the calendar: search from its end.
    std::size_t first_ending_after(std::uint64_t cycle) const {
        auto i = busy_.size();
        while (i > 0 && busy_[i - 1].end > cycle)
            --i;
        return i;
    }

    std::vector<Interval> busy_; ///< sorted, disjoint, not touching
};

/// ceil(value / divisor)
constexpr std::uint64_t divide_up(std::uint64_t value, std::uint64_t divisor) {
    return (value + divisor - 1) / divisor;
}

} // namespace stavp
