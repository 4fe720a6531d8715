#include "platform/dram_trace/latency_counts.h"

namespace stavp {

double LatencyCounts::median() const {
    if (count_ == 0) return 0;
    return static_cast<double>(at((count_ + 1) / 2) + at(count_ / 2 + 1)) / 2;
}

std::uint64_t LatencyCounts::at(std::uint64_t rank) const {
    std::uint64_t seen = 0;
    for (std::uint64_t clocks = 0; clocks < kUsual; ++clocks) {
        seen += usual_[clocks];
        if (seen >= rank) return clocks;
    }
    for (const auto& [clocks, count] : rare_) {
        seen += count;
        if (seen >= rank) return clocks;
    }
    return max_;
}

} // namespace stavp
