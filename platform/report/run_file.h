#pragma once

#include "platform/run/run_result.h"

#include <filesystem>

namespace stavp {

/// What the summary.json of a run's folder tells: all of RunResult but check, outputs, energy and actions; of rooflines
/// what was measured. Throws InputError if it is none, or of a version that told less.
RunResult read_run(const std::filesystem::path& folder);

} // namespace stavp
