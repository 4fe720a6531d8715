#include "platform/report/run_diff.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;
constexpr double kLeastShown = 0.1;
constexpr double kNanosecondsPerMicrosecond = 1000;

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

std::string workload_text(const WorkloadDiff& workload) {
    if (workload.same_file)
        return workload.a.empty() ? "workload: none\n" : fmt::format("workload: the same, {}\n", workload.a);
    const auto name = [](const std::string& file) { return file.empty() ? "none" : file; };
    return fmt::format("workload: {} > {}, {}\n", name(workload.a), name(workload.b),
                       workload.same_input ? "different files of the same input"
                                           : "different files and DIFFERENT inputs");
}

std::string keys_text(const std::vector<KeyDiff>& keys) {
    if (keys.empty()) return "configuration: the same\n";
    std::size_t key_width = std::string_view("changed key").size();
    std::size_t value_width = 1;
    for (const auto& change : keys) {
        key_width = std::max(key_width, change.key.size());
        value_width = std::max(value_width, change.a.value_or("-").size());
    }
    auto text = fmt::format("{:<{}}  {:<{}} > B\n", "changed key", key_width, "A", value_width);
    for (const auto& change : keys)
        text += fmt::format("{:<{}}  {:<{}} > {}{}\n", change.key, key_width, change.a.value_or("-"), value_width,
                            change.b.value_or("-"), change.unit.empty() ? "" : " " + change.unit);
    return text;
}

std::string layers_text(const std::vector<LayerDiff>& layers) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("{:<{}}  {:<5} > {:<5}  {:>12}  {:>12}  {:>8}  {:>6}  {:>8}  {}\n", "layer", width, "A",
                            "B", "cycles A", "cycles B", "speed-up", "ideal", "of ideal", "where B's cycles went");
    for (const auto& layer : layers) {
        const auto ideal = layer.ideal ? fmt::format("{:.2f}", *layer.ideal) : std::string("-");
        const auto reached =
            layer.fraction_of_ideal ? fmt::format("{:.1f} %", kPercent * *layer.fraction_of_ideal) : std::string("-");
        text += fmt::format("{:<{}}  {:<5} > {:<5}  {:>12}  {:>12}  {:>8.2f}  {:>6}  {:>8}  {}\n", layer.name, width,
                            layer.pattern_a.empty() ? "-" : layer.pattern_a,
                            layer.pattern_b.empty() ? "-" : layer.pattern_b, layer.cycles_a, layer.cycles_b,
                            layer.speedup, ideal, reached, activities_text(layer));
    }
    return text;
}

Json layer_json(const LayerDiff& layer) {
    Json json;
    json["name"] = layer.name;
    json["pattern_a"] = layer.pattern_a.empty() ? Json(nullptr) : Json(layer.pattern_a);
    json["pattern_b"] = layer.pattern_b.empty() ? Json(nullptr) : Json(layer.pattern_b);
    json["cycles_a"] = layer.cycles_a;
    json["cycles_b"] = layer.cycles_b;
    json["speedup"] = layer.speedup;
    json["ideal"] = layer.ideal ? Json(*layer.ideal) : Json(nullptr);
    json["fraction_of_ideal"] = layer.fraction_of_ideal ? Json(*layer.fraction_of_ideal) : Json(nullptr);
    for (const auto& [name, percent] : layer.activities)
        json["percent"][name] = percent;
    return json;
}

Json key_json(const KeyDiff& change) {
    const auto value = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); };
    return {{"key", change.key}, {"a", value(change.a)}, {"b", value(change.b)}, {"unit", change.unit}};
}

} // namespace

std::string diff_text(const RunDiff& diff) {
    auto text = workload_text(diff.workload);
    if (!diff.same_firmware) text += "firmware: DIFFERENT programs\n";
    text += keys_text(diff.keys) + "\n" + layers_text(diff.layers);
    text +=
        fmt::format("\ntotal: {} cycles > {} cycles, speed-up {:.2f}\n", diff.cycles_a, diff.cycles_b, diff.speedup);
    const auto clock = [](const KeyDiff& change) { return change.key == "sta.clock_mhz"; };
    if (std::any_of(diff.keys.begin(), diff.keys.end(), clock))
        text += fmt::format("The clocks differ: {:.3f} us > {:.3f} us, speed-up {:.2f}\n",
                            diff.time_ns_a / kNanosecondsPerMicrosecond, diff.time_ns_b / kNanosecondsPerMicrosecond,
                            diff.time_ns_b > 0 ? diff.time_ns_a / diff.time_ns_b : 0);
    if (diff.layers_overlap)
        text += "Layers overlap, so that a layer's cycles hold work of its neighbours: compare the totals, or run both "
                "with --set scheduler.prefetch=false.\n";
    return text;
}

std::string diff_json(const RunDiff& diff) {
    constexpr int kIndent = 2;
    Json json;
    json["workload"] = {{"a", diff.workload.a},
                        {"b", diff.workload.b},
                        {"same_file", diff.workload.same_file},
                        {"same_input", diff.workload.same_input}};
    json["same_firmware"] = diff.same_firmware;
    json["keys"] = Json::array();
    for (const auto& change : diff.keys)
        json["keys"].push_back(key_json(change));
    json["layers"] = Json::array();
    for (const auto& layer : diff.layers)
        json["layers"].push_back(layer_json(layer));
    json["cycles_a"] = diff.cycles_a;
    json["cycles_b"] = diff.cycles_b;
    json["speedup"] = diff.speedup;
    json["time_ns_a"] = diff.time_ns_a;
    json["time_ns_b"] = diff.time_ns_b;
    json["layers_overlap"] = diff.layers_overlap;
    return json.dump(kIndent) + "\n";
}

} // namespace stavp
