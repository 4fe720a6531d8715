#pragma once

#include "models/bus/bus.h"
#include "platform/trace/vcd_recorder.h"
#include "workloads/format/image.h"

namespace stavp::trace {

// Names of the numbers in signals; `prefix` begins the names of their files.
ValueNames activity_names(const std::string& prefix);
ValueNames initiator_names(const std::string& prefix, const Bus& bus);
ValueNames dram_command_names(const std::string& prefix);
ValueNames bank_state_names(const std::string& prefix);
ValueNames mode_names(const std::string& prefix);
/// `workload` may be nullptr.
ValueNames layer_names(const std::string& prefix, const workloads::Image* workload);

} // namespace stavp::trace
