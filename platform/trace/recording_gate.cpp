#include "platform/trace/recording_gate.h"
#include "platform/trace/wanted_layers.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::trace {

RecordingGate::RecordingGate(Sysctl& sysctl, const workloads::Image* workload, const config::TraceConfig& config)
    : window_(config), by_marker_(!config.layers.empty() || config.marked), wanted_(wanted_layers(workload, config)) {
    if (!by_marker_) return;
    changes_.push_back({0, false});
    const auto wanted = [this](std::uint32_t layer) { return layer < wanted_.size() && wanted_[layer]; };
    sysctl.on_layer_begin([this, wanted](std::uint32_t layer, std::uint32_t, std::uint32_t) {
        if (wanted(layer)) layers_now_.insert(layer);
        note();
    });
    sysctl.on_layer_end([this](std::uint32_t layer) {
        layers_now_.erase(layer);
        note();
    });
    sysctl.on_trace_mark([this](std::uint32_t mark) {
        window_.set_mark(mark);
        note();
    });
}

void RecordingGate::note() {
    window_.set_layers(layers_now_.size());
    const auto now_ps = sc_core::sc_time_stamp().value();
    const bool open = window_.open(window_.from_ps());
    if (changes_.back().open == open) return;
    changes_.push_back({now_ps, open});
    if (changes_.size() > kRemembered) changes_.pop_front();
}

bool RecordingGate::open(std::uint64_t time_ps) const {
    if (time_ps < window_.from_ps() || time_ps >= window_.to_ps()) return false;
    if (!by_marker_) return true;
    const auto last = std::find_if(changes_.rbegin(), changes_.rend(),
                                   [&](const Change& change) { return change.time_ps <= time_ps; });
    return last != changes_.rend() && last->open;
}

void tell_where_stopped(std::string_view file, std::uint64_t stopped_ps, std::uint64_t end_ps) {
    constexpr std::uint64_t kPicosecondsPerNanosecond = 1000;
    if (stopped_ps != 0)
        fmt::print(stderr, "stavp run: {} ends at {} ns of {} ns: trace.max_bytes\n", file,
                   stopped_ps / kPicosecondsPerNanosecond, end_ps / kPicosecondsPerNanosecond);
}

} // namespace stavp::trace
