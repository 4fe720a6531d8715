#include "platform/report/run_file.h"
#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPicosecondsPerNanosecond = 1000;

RunStatus status_of(const std::string& name) {
    constexpr std::array kAll = {
        RunStatus::ok,       RunStatus::mismatch,      RunStatus::firmware_error, RunStatus::guest_failed,
        RunStatus::timeout,  RunStatus::deadlock,      RunStatus::interrupted,    RunStatus::unreadable,
        RunStatus::watchdog, RunStatus::replay_differs};
    const auto* found =
        std::find_if(kAll.begin(), kAll.end(), [&](RunStatus status) { return name_of(status) == name; });
    return found == kAll.end() ? RunStatus::internal_error : *found;
}

template <typename Names> std::size_t index_of(const Names& names, const std::string& name) {
    const auto* found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw InputError(fmt::format("'{}' is no activity of this version", name));
    return static_cast<std::size_t>(found - names.begin());
}

ActivityCycles activities_of(const Json& json) {
    ActivityCycles cycles{};
    cycles[activity_index(Activity::busy)] = json.at("busy").get<std::uint64_t>();
    for (const auto& [name, count] : json.at("stalls").items())
        cycles.at(index_of(kActivityNames, name)) = count.get<std::uint64_t>();
    return cycles;
}

WaitCycles waits_of(const Json& json) {
    WaitCycles waits{};
    for (const auto& [wait, causes] : json.at("waits").items())
        for (const auto& [cause, count] : causes.items())
            waits.at(index_of(kActivityNames, wait)).at(index_of(kCauseNames, cause)) = count.get<std::uint64_t>();
    return waits;
}

EngineShare share_of(const std::string& name, const Json& json) {
    return {name, json.at("cycles").get<std::uint64_t>(), activities_of(json), waits_of(json)};
}

Counters counters_of(const Json& json) {
    Counters counters;
    for (const auto& [name, count] : json.items())
        if (count.is_number_unsigned()) counters.emplace_back(name, count.get<std::uint64_t>());
    return counters;
}

LayerReport layer_of(const Json& json) {
    LayerReport layer;
    layer.name = json.at("name").get<std::string>();
    layer.op = json.at("op").get<std::string>();
    layer.cycles = json.at("cycles").get<std::uint64_t>();
    layer.macs_dense = json.at("macs_dense").get<std::uint64_t>();
    layer.utilisation = json.at("utilisation").get<double>();
    layer.on_array = json.at("engine").get<std::string>() == "sta";
    if (const auto& pattern = json.at("pattern"); pattern.is_string() && pattern != "dense") {
        const auto text = pattern.get<std::string>();
        layer.pattern_n = static_cast<std::uint32_t>(std::stoul(text));
        layer.pattern_m = static_cast<std::uint32_t>(std::stoul(text.substr(text.find(':') + 1)));
    }
    for (const auto& product : json.at("products"))
        layer.products.push_back({product.at("count").get<std::uint64_t>(), product.at("m").get<std::uint32_t>(),
                                  product.at("n").get<std::uint32_t>(), product.at("k").get<std::uint32_t>()});
    layer.activities = activities_of(json);
    layer.waits = waits_of(json);
    for (const auto& [name, engine] : json.at("engines").items())
        layer.engines.push_back(share_of(name, engine));
    layer.dram = counters_of(json.at("dram"));
    layer.bus = counters_of(json.at("bus"));
    layer.host = counters_of(json.at("host"));
    layer.softmax_elements = json.at("softmax_elements").get<std::uint64_t>();
    layer.vector_elements = json.at("vector_elements").get<std::uint64_t>();
    layer.operand_bytes = json.at("roofline").at("operand_bytes").get<std::uint64_t>();
    layer.roofline.emplace();
    layer.roofline->moved_bytes = json.at("roofline").at("moved_bytes").get<std::uint64_t>();
    layer.roofline->operand_bytes = layer.operand_bytes;
    return layer;
}

RunResult result_of(const Json& json) {
    RunResult result;
    result.status = status_of(json.at("status").get<std::string>());
    result.message = json.at("message").get<std::string>();
    result.exit_code = json.at("exit_code").get<int>();
    result.cycles = json.at("cycles").get<std::uint64_t>();
    result.time_ps =
        static_cast<std::uint64_t>(std::llround(json.at("time_ns").get<double>() * kPicosecondsPerNanosecond));
    result.instructions = json.at("instructions").get<std::uint64_t>();
    result.check.enabled = !json.at("check").is_null();
    result.layers_overlap = json.at("layers_overlap").get<bool>();
    for (const auto& layer : json.at("layers"))
        result.layers.push_back(layer_of(layer));
    for (const auto& [name, engine] : json.at("engines").items()) {
        EngineReport report{name, counters_of(engine), {}};
        if (engine.contains("busy")) report.share = share_of(name, engine);
        result.engines.push_back(std::move(report));
    }
    result.dram = counters_of(json.at("dram"));
    result.bus = counters_of(json.at("bus"));
    return result;
}

} // namespace

RunResult read_run(const std::filesystem::path& folder) {
    const auto json = read_summary(folder);
    try {
        return result_of(json);
    } catch (const nlohmann::json::exception& error) {
        throw InputError(fmt::format("{}: not a summary of this version: {}", folder.string(), error.what()));
    } catch (const std::logic_error&) {
        throw InputError(folder.string() + ": not a summary of this version: a pattern that is none");
    }
}

} // namespace stavp
