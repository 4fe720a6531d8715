#include "platform/trace/timeline/rate_bins.h"

#include <fmt/compile.h>
#include <iterator>
#include <utility>

namespace stavp::trace {

RateBins::RateBins(TimelineFile& file, unsigned pid, std::string name, const std::vector<std::string>& series)
    : file_(file), pid_(pid), name_(std::move(name)) {
    for (const auto& label : series)
        series_.push_back({label, 0, 0, 0});
}

void RateBins::close_bin(std::uint64_t end_ps) {
    text_.clear();
    for (auto& series : series_) {
        series.sum += series.level * static_cast<double>(end_ps - series.level_since_ps);
        series.level_since_ps = end_ps;
        fmt::format_to(std::back_inserter(text_), FMT_COMPILE("{}\"{}\":{:.3f}"), text_.empty() ? "" : ",", series.name,
                       series.sum / static_cast<double>(end_ps - bin_ps_));
        series.sum = 0;
    }
    if (text_ != last_text_) file_.counter(pid_, name_, bin_ps_, text_);
    std::swap(text_, last_text_);
    bin_ps_ = end_ps;
}

void RateBins::advance(std::uint64_t time_ps) {
    if (time_ps < bin_ps_ + kBinPs) return;
    close_bin(bin_ps_ + kBinPs);
    if (time_ps < bin_ps_ + kBinPs) return;
    // All bins between are alike.
    close_bin(time_ps - time_ps % kBinPs);
}

void RateBins::add(std::size_t series, std::uint64_t time_ps, double amount) {
    advance(time_ps);
    series_[series].sum += amount;
}

void RateBins::set_level(std::size_t series, std::uint64_t time_ps, double level) {
    advance(time_ps);
    auto& entry = series_[series];
    if (time_ps > entry.level_since_ps) {
        entry.sum += entry.level * static_cast<double>(time_ps - entry.level_since_ps);
        entry.level_since_ps = time_ps;
    }
    entry.level = level;
}

void RateBins::finish(std::uint64_t end_ps) {
    advance(end_ps);
    if (end_ps > bin_ps_) close_bin(end_ps);
}

} // namespace stavp::trace
