#include "platform/sweep/run_plan.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp::sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchema = 1;
constexpr int kIndent = 1;

using Pairs = std::vector<std::pair<std::string, std::string>>;

Json pairs_json(const Pairs& pairs) {
    auto json = Json::object();
    for (const auto& [key, value] : pairs)
        json[key] = value;
    return json;
}

Pairs pairs_of(const Json& json) {
    Pairs pairs;
    for (const auto& [key, value] : json.items())
        pairs.emplace_back(key, value.get<std::string>());
    return pairs;
}

template <typename T> std::optional<T> optional_at(const Json& json, const char* key) {
    if (json.at(key).is_null()) return std::nullopt;
    return json.at(key).get<T>();
}

template <typename T> Json optional_json(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json workload_json(const WorkloadSpec& spec) {
    Json json;
    json["name"] = spec.name;
    json["pattern"] = spec.pattern;
    json["accuracy"] = optional_json(spec.accuracy);
    json["file"] = spec.file ? Json(spec.file->string()) : Json(nullptr);
    json["synth"] = nullptr;
    if (const auto& synth = spec.synth)
        json["synth"] = {{"shape", synth->shape},
                         {"layers", synth->layers},
                         {"seq", synth->seq},
                         {"pattern", synth->pattern},
                         {"seed", synth->seed}};
    return json;
}

WorkloadSpec workload_of(const Json& json) {
    WorkloadSpec spec;
    spec.name = json.at("name");
    spec.pattern = json.at("pattern");
    spec.accuracy = optional_at<double>(json, "accuracy");
    if (const auto file = optional_at<std::string>(json, "file")) spec.file = *file;
    if (const auto& synth = json.at("synth"); !synth.is_null())
        spec.synth =
            SynthSpec{synth.at("shape"), synth.at("layers"), synth.at("seq"), synth.at("pattern"), synth.at("seed")};
    return spec;
}

Json point_json(const PlannedPoint& planned) {
    Json json;
    json["id"] = planned.point.id;
    json["columns"] = pairs_json(planned.point.columns);
    json["overrides"] = planned.point.overrides;
    json["workload"] = workload_json(planned.point.workload);
    json["workload"]["hash"] = planned.workload;
    return json;
}

PlannedPoint point_of(const Json& json) {
    PlannedPoint planned;
    planned.point.id = json.at("id");
    planned.point.columns = pairs_of(json.at("columns"));
    planned.point.overrides = json.at("overrides").get<std::vector<std::string>>();
    planned.point.workload = workload_of(json.at("workload"));
    planned.workload = json.at("workload").at("hash");
    return planned;
}

RunPlan plan_of(const Json& json) {
    RunPlan plan;
    if (json.at("schema") != kSchema) throw InputError("of another version of stavp");
    plan.inputs = pairs_of(json.at("inputs"));
    plan.platform = json.at("platform").get<std::string>();
    plan.timeout_seconds = json.at("timeout_seconds");
    plan.timeout_cycles = optional_at<std::uint64_t>(json, "timeout_cycles");
    for (const auto& point : json.at("points"))
        plan.points.push_back(point_of(point));
    return plan;
}

} // namespace

void write_plan(const SweepFolder& folder, const RunPlan& plan) {
    Json json;
    json["schema"] = kSchema;
    json["inputs"] = pairs_json(plan.inputs);
    json["platform"] = plan.platform.string();
    json["timeout_seconds"] = plan.timeout_seconds;
    json["timeout_cycles"] = optional_json(plan.timeout_cycles);
    json["points"] = Json::array();
    for (const auto& point : plan.points)
        json["points"].push_back(point_json(point));
    write_whole(folder.plan_file(), json.dump(kIndent) + "\n");
}

RunPlan read_plan(const SweepFolder& folder) {
    require_sweep(folder);
    const auto file = folder.plan_file().string();
    try {
        return plan_of(Json::parse(read_whole(file)));
    } catch (const Json::exception& error) {
        throw InputError(fmt::format("{}: is damaged: {}", file, error.what()));
    } catch (const InputError& error) {
        throw InputError(fmt::format("{}: is {}", file, error.what()));
    }
}

std::vector<std::string> differences(const RunPlan& recorded, const RunPlan& now) {
    std::vector<std::string> lines;
    for (const auto& [name, digest] : now.inputs) {
        const auto same_name = [&name = name](const auto& input) { return input.first == name; };
        const auto before = std::find_if(recorded.inputs.begin(), recorded.inputs.end(), same_name);
        if (before == recorded.inputs.end() || before->second != digest) lines.push_back(name + ": changed");
    }
    for (const auto& [name, digest] : recorded.inputs) {
        const auto same_name = [&name = name](const auto& input) { return input.first == name; };
        if (std::none_of(now.inputs.begin(), now.inputs.end(), same_name)) lines.push_back(name + ": gone");
    }
    return lines;
}

} // namespace stavp::sweep
