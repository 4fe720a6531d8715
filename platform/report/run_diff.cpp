#include "platform/report/run_diff.h"
#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;
constexpr double kLeastShown = 0.1;

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

LayerDiff diff_layer(const Json& a, const Json& b) {
    LayerDiff diff;
    diff.name = b.at("name").get<std::string>();
    diff.pattern_a = pattern(a);
    diff.pattern_b = pattern(b);
    diff.cycles_a = a.at("cycles").get<std::uint64_t>();
    diff.cycles_b = b.at("cycles").get<std::uint64_t>();
    diff.speedup = ratio(diff.cycles_a, diff.cycles_b);
    if (!diff.pattern_b.empty()) {
        diff.ideal = kept_share(diff.pattern_a) / kept_share(diff.pattern_b);
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

std::string activities_text(const LayerDiff& layer) {
    auto order = layer.activities;
    if (order.empty()) return "";
    std::stable_sort(order.begin() + 1, order.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
    std::string text;
    for (const auto& [name, percent] : order)
        if (percent >= kLeastShown || name == "busy")
            text += fmt::format("{}{} {:.1f} %", text.empty() ? "" : ", ", name, percent);
    return text;
}

} // namespace

RunDiff diff_runs(const std::filesystem::path& a, const std::filesystem::path& b) {
    const auto first = read_summary(a);
    const auto second = read_summary(b);
    try {
        const auto& layers_a = first.at("layers");
        const auto& layers_b = second.at("layers");
        if (layers_a.size() != layers_b.size())
            throw InputError(fmt::format("{} has {} layers, {} has {}: nothing to compare", a.string(), layers_a.size(),
                                         b.string(), layers_b.size()));
        RunDiff diff;
        for (std::size_t i = 0; i < layers_a.size(); ++i) {
            if (layers_a[i].at("name") != layers_b[i].at("name"))
                throw InputError(fmt::format("layer {} is '{}' in {} and '{}' in {}", i,
                                             layers_a[i].at("name").get<std::string>(), a.string(),
                                             layers_b[i].at("name").get<std::string>(), b.string()));
            diff.layers.push_back(diff_layer(layers_a[i], layers_b[i]));
        }
        diff.cycles_a = first.at("cycles").get<std::uint64_t>();
        diff.cycles_b = second.at("cycles").get<std::uint64_t>();
        diff.speedup = ratio(diff.cycles_a, diff.cycles_b);
        diff.layers_overlap = first.at("layers_overlap").get<bool>() || second.at("layers_overlap").get<bool>();
        return diff;
    } catch (const Json::exception& error) {
        throw InputError(
            fmt::format("{} and {}: not two summaries of this version: {}", a.string(), b.string(), error.what()));
    }
}

std::string diff_text(const RunDiff& diff) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : diff.layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("{:<{}}  {:<5} > {:<5}  {:>12}  {:>12}  {:>8}  {:>6}  {:>8}  {}\n", "layer", width, "A",
                            "B", "cycles A", "cycles B", "speed-up", "ideal", "of ideal", "where B's cycles went");
    for (const auto& layer : diff.layers) {
        const auto ideal = layer.ideal ? fmt::format("{:.2f}", *layer.ideal) : std::string("-");
        const auto reached =
            layer.fraction_of_ideal ? fmt::format("{:.1f} %", kPercent * *layer.fraction_of_ideal) : std::string("-");
        text += fmt::format("{:<{}}  {:<5} > {:<5}  {:>12}  {:>12}  {:>8.2f}  {:>6}  {:>8}  {}\n", layer.name, width,
                            layer.pattern_a.empty() ? "-" : layer.pattern_a,
                            layer.pattern_b.empty() ? "-" : layer.pattern_b, layer.cycles_a, layer.cycles_b,
                            layer.speedup, ideal, reached, activities_text(layer));
    }
    text +=
        fmt::format("\ntotal: {} cycles > {} cycles, speed-up {:.2f}\n", diff.cycles_a, diff.cycles_b, diff.speedup);
    if (diff.layers_overlap)
        text += "Layers overlap, so that a layer's cycles hold work of its neighbours: compare the totals, or run both "
                "with "
                "--set scheduler.prefetch=false.\n";
    return text;
}

std::string diff_json(const RunDiff& diff) {
    constexpr int kIndent = 2;
    Json json;
    json["layers"] = Json::array();
    for (const auto& layer : diff.layers) {
        Json entry;
        entry["name"] = layer.name;
        entry["pattern_a"] = layer.pattern_a.empty() ? Json(nullptr) : Json(layer.pattern_a);
        entry["pattern_b"] = layer.pattern_b.empty() ? Json(nullptr) : Json(layer.pattern_b);
        entry["cycles_a"] = layer.cycles_a;
        entry["cycles_b"] = layer.cycles_b;
        entry["speedup"] = layer.speedup;
        entry["ideal"] = layer.ideal ? Json(*layer.ideal) : Json(nullptr);
        entry["fraction_of_ideal"] = layer.fraction_of_ideal ? Json(*layer.fraction_of_ideal) : Json(nullptr);
        for (const auto& [name, percent] : layer.activities)
            entry["percent"][name] = percent;
        json["layers"].push_back(entry);
    }
    json["cycles_a"] = diff.cycles_a;
    json["cycles_b"] = diff.cycles_b;
    json["speedup"] = diff.speedup;
    json["layers_overlap"] = diff.layers_overlap;
    return json.dump(kIndent) + "\n";
}

} // namespace stavp
