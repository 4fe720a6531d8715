#pragma once

#include "platform/run/run_result.h"

#include <string>

namespace stavp {

/// Energy of each part of the machine, then of each layer, with bounds.
std::string energy_table(const RunResult& result);

} // namespace stavp
