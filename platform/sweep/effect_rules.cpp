#include "platform/sweep/effect_rules.h"
#include "platform/config/platform_config.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::sweep {

namespace {

constexpr std::string_view kNever = "false";
constexpr std::string_view kTraces = "trace."; // what is written, not what is simulated

} // namespace

const std::vector<EffectRule>& effect_rules() {
    static const std::vector<EffectRule> rules = {
        {"cpu.engine", kNever},
        {"cpu.pmp_entries", kNever},
        {"ddr.bytes", kNever},
        {"ddr.ecc", kNever},
        {"buffers.ecc", kNever},
        {"ddr.row_timeout_clk", "ddr.page_policy == timeout and sim.fidelity == at"},
        {"ddr.starvation_cap", "ddr.scheduler == frfcfs and sim.fidelity == at"},
        {"ddr.scheduler", "sim.fidelity == at"},
        {"ddr.queue_depth", "sim.fidelity == at"},
        {"ddr.page_policy", "sim.fidelity == at"},
        {"ddr.refresh_postpone", "sim.fidelity == at"},
        {"ddr.address_map", "sim.fidelity == at"},
        {"bus.arbitration", "sim.fidelity == at"},
        {"bus.outstanding", "sim.fidelity == at"},
        {"buffers.weight.ping_pong", "sim.fidelity == at"},
        {"buffers.input.ping_pong", "sim.fidelity == at"},
        {"buffers.intermediate.ping_pong", "sim.fidelity == at"},
        {"buffers.output.ping_pong", "sim.fidelity == at"},
        {"scheduler.timeout_us", "scheduler.protect"},
        {"sta.decoder_groups_per_cycle", "workload.pattern != dense"},
    };
    return rules;
}

void refuse_ineffective(const Sweep& sweep, const Space& space, const std::vector<Choice>& choices) {
    config::PlatformConfig platform;
    WorkloadKeys workload;
    auto keys = config::platform_schema(platform);
    for (auto& field : workload_schema(workload))
        keys.push_back(std::move(field));
    const auto check = [&](const std::string& key, const std::string& place, bool fixed) {
        if (!fixed && key.starts_with(kTraces))
            throw config::ConfigError(fmt::format("{}: {}: has no effect on the results", place, key));
        const auto rule = std::ranges::find(effect_rules(), key, &EffectRule::key);
        if (rule == effect_rules().end() || (fixed && rule->condition == kNever)) return;
        const Expression condition(rule->condition, keys);
        const bool effective = std::ranges::any_of(choices, [&](const Choice& choice) {
            return std::get<bool>(condition.value([&](const auto& name) { return space.value(choice, name); }));
        });
        if (effective) return;
        throw config::ConfigError(
            fmt::format("{}: {}: has no effect on the results{}", place, key,
                        rule->condition == kNever ? "" : fmt::format(" of any point: it needs {}", rule->condition)));
    };
    for (const auto& axis : sweep.axes)
        check(axis.key, axis.place, false);
    for (const auto& derived : sweep.derived)
        check(derived.key, derived.place, false);
    for (const auto& setting : sweep.set)
        check(setting.key, setting.place, true);
}

} // namespace stavp::sweep
