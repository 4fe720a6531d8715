#pragma once

#include "models/sysctl/sysctl.h"
#include "platform/config/trace_config.h"
#include "platform/trace/recording_window.h"
#include "workloads/format/image.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// RecordingWindow for traces that are told of things after their time: it remembers when the firmware's markers opened
/// and shut it, the last kRemembered times.
class RecordingGate {
public:
    static constexpr std::size_t kRemembered = 4096;

    /// Follows the markers from now on. Throws InputError where trace.layers names no layer of `workload`, which may be
    /// nullptr.
    RecordingGate(Sysctl& sysctl, const workloads::Image* workload, const config::TraceConfig& config);

    /// Whether the trace shows what begins at that time.
    bool open(std::uint64_t time_ps) const;

private:
    struct Change {
        std::uint64_t time_ps;
        bool open;
    };

    void note();

    RecordingWindow window_;
    bool by_marker_;
    std::vector<bool> wanted_; ///< by layer
    std::multiset<std::uint32_t> layers_now_;
    std::deque<Change> changes_; ///< by markers; between from_ps and to_ps
};

/// Tells the user that `file` ends before the run does, unless `stopped_ps` is 0.
void tell_where_stopped(std::string_view file, std::uint64_t stopped_ps, std::uint64_t end_ps);

} // namespace stavp::trace
