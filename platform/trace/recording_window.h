#pragma once

#include "platform/config/trace_config.h"

#include <cstdint>
#include <limits>

namespace stavp::trace {

/// Whether a trace records at a moment, by the keys trace.from_ns, to_ns, layers and marked. Told in the order of time.
class RecordingWindow {
public:
    explicit RecordingWindow(const config::TraceConfig& config)
        : from_ps_(config.from_ns * kPicoseconds),
          to_ps_(config.to_ns == 0 ? std::numeric_limits<std::uint64_t>::max() : config.to_ns * kPicoseconds),
          by_layer_(!config.layers.empty()), by_mark_(config.marked) {}

    /// How many of the layers that trace.layers names are under way.
    void set_layers(std::uint64_t layers) { layers_ = layers; }
    /// sysctl.TRACE_MARK.
    void set_mark(std::uint64_t mark) { mark_ = mark; }
    bool open(std::uint64_t time_ps) const {
        return time_ps >= from_ps_ && time_ps < to_ps_ && (!by_layer_ || layers_ > 0) && (!by_mark_ || mark_ != 0);
    }
    std::uint64_t from_ps() const { return from_ps_; }
    std::uint64_t to_ps() const { return to_ps_; }

private:
    static constexpr std::uint64_t kPicoseconds = 1000; ///< of a nanosecond

    std::uint64_t from_ps_;
    std::uint64_t to_ps_;
    bool by_layer_;
    bool by_mark_;
    std::uint64_t layers_ = 0;
    std::uint64_t mark_ = 0;
};

} // namespace stavp::trace
