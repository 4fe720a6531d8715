#pragma once

#include "platform/trace/timeline/timeline_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stavp::trace {

/// A counter of the timeline with a few series, as means over bins of kBinPs. Nothing is written for bins that are like
/// the one before.
class RateBins {
public:
    static constexpr std::uint64_t kBinPs = 1'000'000;

    /// `series`: their names, ready for JSON. `decimals`: of the values.
    RateBins(TimelineFile& file, unsigned pid, std::string name, const std::vector<std::string>& series);

    /// Adds to the bin of that time; earlier bins are closed, and a time in one of them counts in the open one.
    void add(std::size_t series, std::uint64_t time_ps, double amount);
    /// From that time on the series has this level.
    void set_level(std::size_t series, std::uint64_t time_ps, double level);
    /// Closes the bin that is under way, too.
    void finish(std::uint64_t end_ps);

private:
    struct Series {
        std::string name;
        double sum = 0; ///< in this bin
        double level = 0;
        std::uint64_t level_since_ps = 0;
    };

    void advance(std::uint64_t time_ps);
    void close_bin(std::uint64_t end_ps);

    TimelineFile& file_;
    unsigned pid_;
    std::string name_;
    std::vector<Series> series_;
    std::uint64_t bin_ps_ = 0; ///< where the open bin begins
    std::string text_;
    std::string last_text_;
};

} // namespace stavp::trace
