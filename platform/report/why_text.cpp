#include "platform/report/why.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;
constexpr int kIndent = 2;
constexpr double kPicosecondsPerMicrosecond = 1e6;
constexpr double kPicosecondsPerNanosecond = 1000;

double share(double part, std::uint64_t whole) {
    return whole == 0 ? 0 : part / static_cast<double>(whole);
}

std::optional<double> simulated_saving(const TriedChange& tried, std::uint64_t cycles) {
    if (!tried.cycles) return std::nullopt;
    return 1 - share(static_cast<double>(*tried.cycles), cycles);
}

std::string_view spoken(Resource resource) {
    switch (resource) {
    case Resource::array:
        return "the array";
    case Resource::softmax:
        return "the softmax unit";
    case Resource::vector:
        return "the vector unit";
    case Resource::bus:
        return "the bus";
    case Resource::ddr:
        return "DRAM";
    case Resource::transfers:
        return "the latency of transfers";
    case Resource::host:
    case Resource::count:
        break;
    }
    return "the host";
}

std::string change_lines(const TriedChange& tried, std::size_t number, std::uint64_t cycles) {
    const auto& predicted = tried.predicted;
    const auto saving = share(predicted.saved_cycles, cycles);
    auto text = fmt::format("  {}. {}: {} -> {}: about {:.1f} % fewer cycles ({:.2f} times as fast)", number,
                            predicted.change.key, predicted.change.from, predicted.change.to, kPercent * saving,
                            saving < 1 ? 1 / (1 - saving) : 0);
    if (const auto simulated = simulated_saving(tried, cycles))
        text += fmt::format("; simulated {:.1f} % ({} cycles)", kPercent * *simulated, *tried.cycles);
    if (!tried.failure.empty()) text += "; the run failed: " + tried.failure;
    text += fmt::format("; then {} sets the pace of {:.0f} % of the time\n", spoken(predicted.next),
                        kPercent * predicted.next_share);
    return text + "     " + tried.command + "\n";
}

std::string changes_text(const Explanation& why) {
    if (why.result.layers.empty()) return "";
    if (why.changes.empty()) return "\nNo change of one key is predicted to save 1.5 % of the run.\n";
    auto text = fmt::format("\nWhat would help the whole run most, one key at a time ({}):\n",
                            why.tried ? "predicted, then simulated" : "predicted; --verify tries it");
    for (std::size_t i = 0; i < why.changes.size(); ++i)
        text += change_lines(why.changes[i], i + 1, why.result.cycles);
    return text;
}

Json change_json(const TriedChange& tried, std::uint64_t cycles) {
    const auto& predicted = tried.predicted;
    Json json;
    json["key"] = predicted.change.key;
    json["from"] = predicted.change.from;
    json["to"] = predicted.change.to;
    json["predicted_saving"] = share(predicted.saved_cycles, cycles);
    const auto simulated = simulated_saving(tried, cycles);
    json["simulated_saving"] = simulated ? Json(*simulated) : Json(nullptr);
    json["failure"] = tried.failure.empty() ? Json(nullptr) : Json(tried.failure);
    json["next"] = kResourceNames.at(static_cast<std::size_t>(predicted.next));
    json["next_share"] = predicted.next_share;
    json["command"] = tried.command;
    return json;
}

} // namespace

std::string why_text(const Explanation& why, std::size_t top) {
    const auto& result = why.result;
    auto text = fmt::format("{} cycles, {:.3f} us at {:g} MHz, {} layers\n", result.cycles,
                            static_cast<double>(result.time_ps) / kPicosecondsPerMicrosecond, why.config.sta_clock_mhz,
                            result.layers.size());
    if (!result.layers.empty()) {
        text += "\nWhere the cycles went (of each layer's engine; they add up):\n";
        for (const auto& part : why.parts)
            text += fmt::format("  {:>5.1f} %  {:>10.0f}  {}\n", kPercent * share(part.cycles, result.cycles),
                                part.cycles, part.text);
    }
    text += "\n";
    for (const auto& remark : why.remarks)
        text += remark + "\n";
    if (!result.layers.empty()) text += "\nThe longest layers:\n";
    for (std::size_t i = 0; i < std::min(top, why.layers.size()); ++i) {
        const auto& layer = why.layers[i];
        text += fmt::format("  {}: {} cycles ({:.1f} %). {}\n", layer.name, layer.cycles,
                            kPercent * share(static_cast<double>(layer.cycles), result.cycles), layer.reason);
    }
    return text + changes_text(why);
}

std::string why_json(const Explanation& why) {
    const auto& result = why.result;
    Json json;
    json["cycles"] = result.cycles;
    json["time_ns"] = static_cast<double>(result.time_ps) / kPicosecondsPerNanosecond;
    json["parts"] = Json::object();
    for (const auto& part : why.parts)
        json["parts"][part.name] = part.cycles;
    json["remarks"] = why.remarks;
    json["layers"] = Json::array();
    for (const auto& layer : why.layers)
        json["layers"].push_back({{"name", layer.name},
                                  {"cycles", layer.cycles},
                                  {"share", share(static_cast<double>(layer.cycles), result.cycles)},
                                  {"binding", kResourceNames.at(static_cast<std::size_t>(layer.binding))},
                                  {"reason", layer.reason}});
    json["changes"] = Json::array();
    for (const auto& tried : why.changes)
        json["changes"].push_back(change_json(tried, result.cycles));
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace stavp
