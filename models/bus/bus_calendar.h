#pragma once

#include "models/bus/bus_transfer.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace stavp {

/// What will happen to transfers, in the order of the times; at one time in the order in which it was decided.
class BusCalendar {
public:
    enum class What : std::uint8_t { reaches_target, ends };
    struct Entry {
        std::uint64_t time_ps;
        std::uint64_t sequence;
        BusTransfer* transfer;
        What what;
    };

    void add(std::uint64_t time_ps, BusTransfer& transfer, What what) {
        heap_.push_back({time_ps, sequence_++, &transfer, what});
        std::push_heap(heap_.begin(), heap_.end(), later);
    }
    bool due(std::uint64_t now_ps) const { return !heap_.empty() && heap_.front().time_ps <= now_ps; }
    Entry take() {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        const auto entry = heap_.back();
        heap_.pop_back();
        return entry;
    }
    /// Time of the next entry, or `otherwise`.
    std::uint64_t next_ps(std::uint64_t otherwise) const { return heap_.empty() ? otherwise : heap_.front().time_ps; }

private:
    static bool later(const Entry& a, const Entry& b) {
        return a.time_ps != b.time_ps ? a.time_ps > b.time_ps : a.sequence > b.sequence;
    }

    std::vector<Entry> heap_;
    std::uint64_t sequence_ = 0;
};

} // namespace stavp
