#pragma once

#include "platform/run/run_state.h"

#include <string>
#include <vector>

namespace stavp {

/// What happened between two looks at a run.
struct LiveFrame {
    RunState before;
    RunState now;
    double host_seconds = 0;    ///< between the two
    double elapsed_seconds = 0; ///< of the host, from the run's start on
};

/// The dashboard: lines of at most `width` characters (escape codes of `colour` not counted), without line ends.
std::vector<std::string> live_dashboard(const LiveFrame& frame, std::size_t width, bool colour);
/// The same in one line of plain text.
std::string live_line(const LiveFrame& frame);

} // namespace stavp
