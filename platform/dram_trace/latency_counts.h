#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace stavp {

/// How often each latency came, in whole clocks: exact quantiles in memory that does not grow with the trace.
class LatencyCounts {
public:
    void add(std::uint64_t clocks) {
        ++count_;
        sum_ += clocks;
        min_ = std::min(min_, clocks);
        max_ = std::max(max_, clocks);
        if (clocks < kUsual)
            ++usual_[clocks];
        else
            ++rare_[clocks];
    }

    std::uint64_t count() const { return count_; }
    std::uint64_t min() const { return count_ == 0 ? 0 : min_; }
    std::uint64_t max() const { return max_; }
    double mean() const { return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_); }
    /// The mean of the two in the middle where their number is even.
    double median() const;
    /// The smallest latency that at least `percent` of all do not exceed.
    std::uint64_t percentile(std::uint64_t percent) const { return at((count_ * percent + 99) / 100); }

private:
    static constexpr std::uint64_t kUsual = 1 << 16;

    /// The `rank`-th smallest, from 1.
    std::uint64_t at(std::uint64_t rank) const;

    std::vector<std::uint64_t> usual_ = std::vector<std::uint64_t>(kUsual);
    std::map<std::uint64_t, std::uint64_t> rare_;
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t min_ = ~std::uint64_t{0};
    std::uint64_t max_ = 0;
};

} // namespace stavp
