#include "platform/report/what_if.h"
#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;
constexpr int kIndent = 2;

double saving(std::uint64_t before, std::uint64_t after) {
    return before == 0 ? 0 : 1 - static_cast<double>(after) / static_cast<double>(before);
}

const VariedRun* run_with(const KeyChange& change, const std::vector<VariedRun>& runs) {
    const auto found =
        std::find_if(runs.begin(), runs.end(), [&](const VariedRun& run) { return run.change == change; });
    return found == runs.end() ? nullptr : &*found;
}

Json change_json(const KeyChange& change) {
    return {{"key", change.key}, {"from", change.from}, {"to", change.to}};
}

/// The layers that name the change, as in the table.
Json layers_json(const RunResult& base, const VariedRun& run) {
    auto json = Json::array();
    for (const auto& layer : base.layers) {
        if (!layer.bottleneck || layer.bottleneck->change != run.change || run.layer_cycles.count(layer.name) == 0)
            continue;
        const auto cycles = run.layer_cycles.at(layer.name);
        json.push_back({{"name", layer.name},
                        {"cycles_before", layer.cycles},
                        {"cycles", cycles},
                        {"predicted_saving", layer.bottleneck->predicted_saving},
                        {"saving", saving(layer.cycles, cycles)}});
    }
    return json;
}

} // namespace

VariedRun read_varied_run(const KeyChange& change, const std::filesystem::path& folder) {
    const auto summary = read_summary(folder);
    try {
        VariedRun run{change, summary.at("cycles").get<std::uint64_t>(), {}};
        for (const auto& layer : summary.at("layers"))
            run.layer_cycles[layer.at("name").get<std::string>()] = layer.at("cycles").get<std::uint64_t>();
        return run;
    } catch (const nlohmann::json::exception& error) {
        throw InputError(fmt::format("{}: not a summary of this version: {}", folder.string(), error.what()));
    }
}

std::string what_if_text(const RunResult& base, const std::vector<VariedRun>& runs) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : base.layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("{:<{}}  {:>12}  {:>9}  {:>9}  {}\n", "layer", width, "cycles", "predicted", "saved", "by");
    for (const auto& layer : base.layers) {
        if (!layer.bottleneck || !layer.bottleneck->change) continue;
        const auto* run = run_with(*layer.bottleneck->change, runs);
        if (run == nullptr || run->layer_cycles.count(layer.name) == 0) continue;
        text += fmt::format("{:<{}}  {:>12}  {:>7.1f} %  {:>7.1f} %  {}={}\n", layer.name, width, layer.cycles,
                            kPercent * layer.bottleneck->predicted_saving,
                            kPercent * saving(layer.cycles, run->layer_cycles.at(layer.name)), run->change.key,
                            run->change.to);
    }
    for (const auto& run : runs)
        text += fmt::format("{:<{}}  {:>12}  {:>9}  {:>7.1f} %  {}={}\n", "all", width, base.cycles, "",
                            kPercent * saving(base.cycles, run.cycles), run.change.key, run.change.to);
    if (base.layers_overlap)
        text += "Layers overlap, so that work moves between a layer and its neighbours: \"all\" is what counts.\n";
    return text;
}

std::string what_if_json(const RunResult& base, const std::vector<VariedRun>& runs,
                         const std::vector<FailedChange>& failed) {
    Json json;
    json["cycles"] = base.cycles;
    json["layers_overlap"] = base.layers_overlap;
    json["changes"] = Json::array();
    for (const auto& run : runs) {
        auto entry = change_json(run.change);
        entry["cycles"] = run.cycles;
        entry["saving"] = saving(base.cycles, run.cycles);
        entry["layers"] = layers_json(base, run);
        json["changes"].push_back(std::move(entry));
    }
    json["failed"] = Json::array();
    for (const auto& [change, message] : failed) {
        auto entry = change_json(change);
        entry["message"] = message;
        json["failed"].push_back(std::move(entry));
    }
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace stavp
