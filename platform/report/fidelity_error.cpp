#include "platform/report/fidelity_error.h"
#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kIndent = 2;

double error_of(std::uint64_t lt, std::uint64_t at) {
    constexpr double kPercent = 100;
    if (at == 0) return 0;
    return kPercent * (static_cast<double>(lt) - static_cast<double>(at)) / static_cast<double>(at);
}

const Json& layer_named(const Json& summary, const std::string& name, const std::filesystem::path& folder) {
    for (const auto& layer : summary.at("layers"))
        if (layer.at("name") == name) return layer;
    throw InputError(fmt::format("{} has no layer '{}'", folder.string(), name));
}

bool check_passed(const Json& summary) {
    const auto& check = summary.at("check");
    return check.is_object() && check.at("passed").get<bool>();
}

bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::ifstream first(a, std::ios::binary);
    std::ifstream second(b, std::ios::binary);
    if (!first || !second) return false;
    using Bytes = std::istreambuf_iterator<char>;
    return std::equal(Bytes(first), Bytes(), Bytes(second), Bytes());
}

FidelityError compare(const Json& lt, const Json& at, const std::filesystem::path& lt_folder) {
    FidelityError result;
    for (const auto& layer : at.at("layers")) {
        LayerFidelity entry;
        entry.name = layer.at("name").get<std::string>();
        entry.op = layer.at("op").get<std::string>();
        entry.at_cycles = layer.at("cycles").get<std::uint64_t>();
        entry.lt_cycles = layer_named(lt, entry.name, lt_folder).at("cycles").get<std::uint64_t>();
        entry.error_percent = error_of(entry.lt_cycles, entry.at_cycles);
        const auto size = std::abs(entry.error_percent);
        result.mean_error_percent += size;
        result.worst_error_percent = std::max(result.worst_error_percent, size);
        result.layers.push_back(std::move(entry));
    }
    if (!result.layers.empty()) result.mean_error_percent /= static_cast<double>(result.layers.size());
    result.lt_cycles = lt.at("cycles").get<std::uint64_t>();
    result.at_cycles = at.at("cycles").get<std::uint64_t>();
    result.error_percent = error_of(result.lt_cycles, result.at_cycles);
    result.checks_passed = check_passed(lt) && check_passed(at);
    return result;
}

} // namespace

FidelityError fidelity_error(const std::filesystem::path& lt, const std::filesystem::path& at) {
    const auto lt_summary = read_summary(lt);
    const auto at_summary = read_summary(at);
    try {
        if (lt_summary.at("layers").size() != at_summary.at("layers").size())
            throw InputError(fmt::format("{} and {} have different numbers of layers", lt.string(), at.string()));
        auto result = compare(lt_summary, at_summary, lt);
        result.outputs_agree = same_bytes(lt / "outputs.bin", at / "outputs.bin");
        return result;
    } catch (const Json::exception& error) {
        throw InputError(
            fmt::format("{} and {}: not two summaries of this version: {}", lt.string(), at.string(), error.what()));
    }
}

std::string fidelity_text(const FidelityError& error) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : error.layers)
        width = std::max(width, layer.name.size());
    auto text =
        fmt::format("{:<{}}  {:<9}  {:>12}  {:>12}  {:>9}\n", "layer", width, "op", "lt cycles", "at cycles", "error");
    for (const auto& layer : error.layers)
        text += fmt::format("{:<{}}  {:<9}  {:>12}  {:>12}  {:>+7.1f} %\n", layer.name, width, layer.op,
                            layer.lt_cycles, layer.at_cycles, layer.error_percent);
    text += fmt::format("{:<{}}  {:<9}  {:>12}  {:>12}  {:>+7.1f} %\n", "total", width, "", error.lt_cycles,
                        error.at_cycles, error.error_percent);
    text += fmt::format("\nerror of lt per layer: mean {:.1f} %, worst {:.1f} %\n", error.mean_error_percent,
                        error.worst_error_percent);
    if (error.bytes_agree()) return text + "bytes: equal in every layer\n";
    return text +
           (error.outputs_agree ? "bytes: outputs are equal, but a check did not pass\n" : "bytes: outputs DIFFER\n");
}

std::string failures_json(const std::vector<FailedRun>& failed) {
    Json json;
    json["failed"] = Json::array();
    for (const auto& run : failed)
        json["failed"].push_back({{"fidelity", run.fidelity}, {"exit_code", run.exit_code}, {"message", run.message}});
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string fidelity_json(const FidelityError& error) {
    Json json;
    json["failed"] = Json::array();
    json["layers"] = Json::array();
    for (const auto& layer : error.layers)
        json["layers"].push_back({{"name", layer.name},
                                  {"op", layer.op},
                                  {"lt_cycles", layer.lt_cycles},
                                  {"at_cycles", layer.at_cycles},
                                  {"error_percent", layer.error_percent}});
    json["lt_cycles"] = error.lt_cycles;
    json["at_cycles"] = error.at_cycles;
    json["error_percent"] = error.error_percent;
    json["mean_error_percent"] = error.mean_error_percent;
    json["worst_error_percent"] = error.worst_error_percent;
    json["outputs_agree"] = error.outputs_agree;
    json["checks_passed"] = error.checks_passed;
    json["bytes_agree"] = error.bytes_agree();
    return json.dump(kIndent) + "\n";
}

} // namespace stavp
