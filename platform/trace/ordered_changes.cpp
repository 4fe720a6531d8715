#include "platform/trace/ordered_changes.h"

#include <algorithm>
#include <iterator>

namespace stavp::trace {

const std::vector<Change>& OrderedChanges::take_before(std::uint64_t time_ps) {
    const auto later = std::stable_partition(pending_.begin(), pending_.end(),
                                             [&](const Change& change) { return change.time_ps < time_ps; });
    taken_.assign(pending_.begin(), later);
    pending_.erase(pending_.begin(), later);
    std::stable_sort(taken_.begin(), taken_.end(),
                     [](const Change& a, const Change& b) { return a.time_ps < b.time_ps; });
    return taken_;
}

} // namespace stavp::trace
