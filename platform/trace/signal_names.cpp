#include "platform/trace/signal_names.h"
#include "models/core/activity.h"
#include "models/cpu/trap.h"
#include "models/ddr/issued_command.h"
#include "platform/trace/dram_signals.h"
#include "workloads/format/names.h"

namespace stavp::trace {

namespace {

std::string_view colour_of(Activity activity) {
    if (activity == Activity::busy) return "forest green";
    if (activity == Activity::no_command) return "gray20";
    if (is_wait(activity)) return "firebrick";
    if (is_transfer_cause(activity)) return "dark orange";
    return "steel blue";
}

std::uint64_t number_of(DramCommand command) {
    return static_cast<std::uint64_t>(command);
}

} // namespace

ValueNames activity_names(const std::string& prefix) {
    ValueNames names{prefix + "activity.txt", {}};
    for (std::size_t i = 0; i < kActivityCount; ++i)
        names.entries.push_back({i, std::string(kActivityNames[i]), colour_of(static_cast<Activity>(i))});
    return names;
}

ValueNames initiator_names(const std::string& prefix, const Bus& bus) {
    ValueNames names{prefix + "initiator.txt", {}};
    for (unsigned i = 0; i < bus.initiators(); ++i)
        names.entries.push_back(
            {i, bus.initiator_name(i), bus.initiator_name(i) == "dma" ? "forest green" : "steel blue"});
    return names;
}

ValueNames dram_command_names(const std::string& prefix) {
    return {prefix + "dram_command.txt",
            {{number_of(DramCommand::activate), "ACT", "dark orange"},
             {number_of(DramCommand::precharge), "PRE", "firebrick"},
             {number_of(DramCommand::precharge_all), "PREA", "firebrick"},
             {number_of(DramCommand::read), "RD", "forest green"},
             {number_of(DramCommand::write), "WR", "steel blue"},
             {number_of(DramCommand::refresh), "REF", "magenta"}}};
}

ValueNames bank_state_names(const std::string& prefix) {
    return {prefix + "bank_state.txt",
            {{DramSignals::idle, "idle", "gray20"},
             {DramSignals::active, "active", "forest green"},
             {DramSignals::refresh, "refresh", "magenta"}}};
}

ValueNames mode_names(const std::string& prefix) {
    return {prefix + "mode.txt",
            {{static_cast<std::uint64_t>(Privilege::user), "U", ""},
             {static_cast<std::uint64_t>(Privilege::machine), "M", ""}}};
}

ValueNames layer_names(const std::string& prefix, const workloads::Image* workload) {
    ValueNames names{prefix + "layer.txt", {}};
    if (workload == nullptr) return names;
    std::uint64_t number = 0;
    for (const auto& layer : workload->layers())
        names.entries.push_back({number++, std::string(workloads::name_of(layer)), "steel blue"});
    return names;
}

} // namespace stavp::trace
