#pragma once

#include "platform/run/run_result.h"

#include <string>

namespace stavp {

/// What became of each fault, and what ECC found: a line each, for a terminal. "" without faults.
std::string faults_text(const RunResult& result);

} // namespace stavp
