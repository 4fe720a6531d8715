#include "platform/report/run_diff.h"
#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;

double ratio(std::uint64_t a, std::uint64_t b) {
    return b == 0 ? 0 : static_cast<double>(a) / static_cast<double>(b);
}

std::string pattern(const Json& layer) {
    return layer.at("pattern").is_string() ? layer.at("pattern").get<std::string>() : "";
}

/// The kept share of the weights, N/M; 1 for dense.
double kept_share(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return 1;
    return std::stod(text.substr(0, colon)) / std::stod(text.substr(colon + 1));
}

/// sta.rows x cols x lanes, 0 where a key is missing.
double multipliers(const config::KeyTexts& keys) {
    const std::map<std::string, std::string> values(keys.begin(), keys.end());
    double product = 1;
    for (const auto* key : {"sta.rows", "sta.cols", "sta.lanes"}) {
        const auto found = values.find(key);
        product *= found == values.end() ? 0 : std::strtod(found->second.c_str(), nullptr);
    }
    return product;
}

/// How many times the multipliers of A run B has; 1 if one of them does not say.
double array_growth(const config::KeyTexts& a, const config::KeyTexts& b) {
    const auto before = multipliers(a);
    const auto after = multipliers(b);
    return before > 0 && after > 0 ? after / before : 1;
}

LayerDiff diff_layer(const Json& a, const Json& b, double growth) {
    LayerDiff diff;
    diff.name = b.at("name").get<std::string>();
    diff.pattern_a = pattern(a);
    diff.pattern_b = pattern(b);
    diff.cycles_a = a.at("cycles").get<std::uint64_t>();
    diff.cycles_b = b.at("cycles").get<std::uint64_t>();
    diff.speedup = ratio(diff.cycles_a, diff.cycles_b);
    if (!diff.pattern_b.empty()) {
        diff.ideal = growth * kept_share(diff.pattern_a) / kept_share(diff.pattern_b);
        diff.fraction_of_ideal = diff.speedup / *diff.ideal;
    }
    const auto add = [&](const std::string& name, const Json& cycles) {
        diff.activities.emplace_back(name, kPercent * ratio(cycles.get<std::uint64_t>(), diff.cycles_b));
    };
    add("busy", b.at("busy"));
    for (const auto& [name, cycles] : b.at("stalls").items())
        add(name, cycles);
    return diff;
}

/// Bare-metal programs have none: then both are "" and the same.
WorkloadDiff diff_workloads(const Json& a, const Json& b) {
    const auto text = [](const Json& workload, const char* key) {
        return workload.is_null() ? std::string() : workload.at(key).get<std::string>();
    };
    return {text(a, "file"), text(b, "file"), text(a, "sha256") == text(b, "sha256"),
            text(a, "input_sha256") == text(b, "input_sha256")};
}

} // namespace

RunDiff diff_runs(const std::filesystem::path& a, const std::filesystem::path& b) {
    const auto first = read_summary(a);
    const auto second = read_summary(b);
    const auto keys_a = config::read_effective_file(a / "config.yaml");
    const auto keys_b = config::read_effective_file(b / "config.yaml");
    try {
        const auto& layers_a = first.at("layers");
        const auto& layers_b = second.at("layers");
        if (layers_a.size() != layers_b.size())
            throw InputError(fmt::format("{} has {} layers, {} has {}: nothing to compare", a.string(), layers_a.size(),
                                         b.string(), layers_b.size()));
        RunDiff diff;
        const auto growth = array_growth(keys_a, keys_b);
        for (std::size_t i = 0; i < layers_a.size(); ++i) {
            if (layers_a[i].at("name") != layers_b[i].at("name"))
                throw InputError(fmt::format("layer {} is '{}' in {} and '{}' in {}", i,
                                             layers_a[i].at("name").get<std::string>(), a.string(),
                                             layers_b[i].at("name").get<std::string>(), b.string()));
            diff.layers.push_back(diff_layer(layers_a[i], layers_b[i], growth));
        }
        diff.cycles_a = first.at("cycles").get<std::uint64_t>();
        diff.cycles_b = second.at("cycles").get<std::uint64_t>();
        diff.speedup = ratio(diff.cycles_a, diff.cycles_b);
        diff.time_ns_a = first.at("time_ns").get<double>();
        diff.time_ns_b = second.at("time_ns").get<double>();
        diff.workload = diff_workloads(first.at("workload"), second.at("workload"));
        diff.same_firmware = first.at("firmware").at("sha256") == second.at("firmware").at("sha256");
        diff.keys = diff_keys(keys_a, keys_b);
        diff.layers_overlap = first.at("layers_overlap").get<bool>() || second.at("layers_overlap").get<bool>();
        return diff;
    } catch (const Json::exception& error) {
        throw InputError(
            fmt::format("{} and {}: not two summaries of this version: {}", a.string(), b.string(), error.what()));
    }
}

} // namespace stavp
