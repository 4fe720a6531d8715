#include "platform/dram_trace/trace_generator.h"

namespace stavp {

/// SplitMix64.
std::uint64_t TraceGenerator::random() {
    state_ += 0x9e3779b97f4a7c15;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

TraceLine TraceGenerator::next() {
    const auto bursts = recipe_.bytes / recipe_.burst_bytes;
    const auto place = recipe_.pattern == TracePattern::sequential ? count_ : random();
    const bool write = recipe_.writes_percent != 0 && random() % 100 < recipe_.writes_percent;
    const auto cycle = count_++ * recipe_.interval_clk;
    return {place % bursts * recipe_.burst_bytes, write ? ColumnCommand::write : ColumnCommand::read, cycle};
}

} // namespace stavp
