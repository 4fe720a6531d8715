#pragma once

#include "platform/dram_trace/trace_player.h"

#include <string>

namespace stavp {

/// One JSON object on several lines.
std::string trace_json(const TraceResult& result);

/// The same for people.
std::string trace_text(const TraceResult& result, const std::string& grade, const DdrConfig& config);

} // namespace stavp
