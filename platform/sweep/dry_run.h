#pragma once

#include "platform/sweep/plan.h"

#include <string>

namespace stavp::sweep {

/// The points of a sweep with their columns and workloads, how many combinations each constraint left out, and an
/// estimate of the time on `jobs` processors. In mode pareto the points of the first batch.
std::string dry_run_text(const Sweep& sweep, const Plan& plan, unsigned jobs);
/// The same for programs: docs/sweeps.md.
std::string dry_run_json(const Sweep& sweep, const Plan& plan, unsigned jobs);

} // namespace stavp::sweep
