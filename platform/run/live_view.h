#pragma once

#include "platform/run/progress.h"

namespace stavp {

/// --live: on a terminal a dashboard that is redrawn in place, at most ten times per second of the host; else plain
/// lines, when a layer has ended or some seconds have passed. `shared`: others write to this terminal too, so that
/// nothing may be redrawn. NO_COLOR and TERM=dumb are respected.
std::unique_ptr<Progress> live_progress(bool shared);

} // namespace stavp
