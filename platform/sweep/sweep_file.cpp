#include "platform/sweep/sweep_file.h"
#include "platform/config/suggest.h"
#include "platform/config/yaml_text.h"
#include "platform/sweep/axis_values.h"
#include "platform/sweep/series.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace stavp::sweep {

namespace {

using config::ConfigError;

constexpr config::Range kSamples{1, 1e6};
constexpr config::Range kSeed{0, 1e15};
constexpr config::Range kSeconds{0.001, 1e6};
constexpr config::Range kCycles{1, 1e15};
constexpr std::array kGroups = {"objectives", "workload", "set", "axes", "derived", "constraints"};
constexpr std::array kObjectives = {Objective::latency, Objective::energy, Objective::area, Objective::dsps,
                                    Objective::accuracy};
/// What stands in `workload:` beside the keys that can be varied.
const std::vector<std::string> kWorkloadNames = {"synth", "layers", "seq",   "pattern", "seed",
                                                 "file",  "series", "input", "only"};

config::Schema head_schema(Sweep& sweep, std::string& platform, std::uint64_t& timeout_cycles) {
    return {
        config::text("platform", platform, "The platform that the sweep starts from"),
        config::choice<Mode>(
            "mode", sweep.mode,
            {{"grid", Mode::grid}, {"zip", Mode::zip}, {"random", Mode::random}, {"pareto", Mode::pareto}},
            "How axes combine"),
        config::integer("samples", sweep.samples, kSamples, "", "Points of random, at most so many of pareto"),
        config::integer("seed", sweep.seed, kSeed, "", "Seed of random"),
        config::real("timeout_seconds", sweep.timeout_seconds, kSeconds, "s", "Host time of one point"),
        config::integer("timeout_cycles", timeout_cycles, kCycles, "cycles", "Simulated time of one point"),
    };
}

ExpressionValue to_expression(const config::Value& value) {
    if (const auto* whole = std::get_if<std::uint64_t>(&value)) return static_cast<std::int64_t>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth;
    return std::get<std::string>(value);
}

} // namespace

SweepFile::SweepFile(const std::filesystem::path& file, const SweepDefaults& defaults) : defaults_(defaults) {
    sweep_.file = file;
    sweep_.platform = defaults.platform;
    sweep_.shared_dram_folder = defaults.dram_folder;
    keys_ = config::platform_schema(platform_values_);
    for (auto& field : workload_schema(sweep_.workload))
        keys_.push_back(std::move(field));
    head_ = head_schema(sweep_, platform_, sweep_.timeout_cycles.emplace());
}

Sweep SweepFile::read(const std::string& yaml) {
    const auto root = config::parse_yaml(yaml, sweep_.file.string());
    if (!root.IsMap()) throw ConfigError(fmt::format("{}: expected keys and values", place(root)));
    std::map<std::string, YAML::Node> groups;
    for (const auto& entry : root) {
        if (!entry.first.IsScalar()) throw ConfigError(fmt::format("{}: a key must be a word", place(entry.first)));
        read_entry(entry.first.Scalar(), entry.first, entry.second);
        groups.emplace(entry.first.Scalar(), entry.second);
    }
    if (!platform_.empty()) sweep_.platform = (sweep_.file.parent_path() / platform_).lexically_normal();
    if (!given("timeout_cycles")) sweep_.timeout_cycles.reset();
    using Read = void (SweepFile::*)(const std::string&, const std::string&, const YAML::Node&);
    const auto each_of = [&](const char* group, Read read_one) {
        if (const auto found = groups.find(group); found != groups.end()) {
            if (!found->second.IsMap()) refuse(place_of(group), group, "expected keys below it");
            each_key(found->second, "", [&](const auto& key, const auto& where, const auto& value) {
                (this->*read_one)(key, where, value);
            });
        }
    };
    if (groups.contains("workload")) read_workload(groups["workload"]);
    each_of("set", &SweepFile::read_setting);
    each_of("axes", &SweepFile::read_axis);
    each_of("derived", &SweepFile::read_derived);
    if (groups.contains("constraints")) read_constraints(groups["constraints"]);
    settle_workload();
    load_base();
    check_mode();
    check_axes();
    check_expressions();
    return std::move(sweep_);
}

void SweepFile::read_entry(const std::string& key, const YAML::Node& key_node, const YAML::Node& value) {
    const auto where = place(key_node);
    const bool is_head = std::ranges::find(head_, key, &config::Field::key) != head_.end();
    if (!is_head && std::ranges::find(kGroups, key) == kGroups.end()) {
        std::vector<std::string> names(kGroups.begin(), kGroups.end());
        for (const auto& field : head_)
            names.push_back(field.key);
        refuse(where, key, fmt::format("unknown key{}", config::did_you_mean(key, names)));
    }
    note(key, where);
    if (is_head) read_head(key, value, where);
    if (key == "objectives") read_objectives(value, where);
}

void SweepFile::read_head(const std::string& key, const YAML::Node& value, const std::string& place) {
    if (!value.IsScalar()) refuse(place, key, fmt::format("expected a value, got {}", config::describe(value)));
    const auto& field = *std::ranges::find(head_, key, &config::Field::key);
    try {
        field.set(config::parse(field, {value.Scalar(), value.Tag() == "!"}));
    } catch (const std::invalid_argument& error) {
        refuse(place, key, error.what());
    }
}

void SweepFile::read_objectives(const YAML::Node& list, const std::string& place) {
    if (!list.IsSequence()) refuse(place, "objectives", "expected a list of two");
    std::vector<std::string> names;
    for (const auto objective : kObjectives)
        names.push_back(name_of(objective));
    for (const auto& entry : list) {
        const auto word = entry.IsScalar() ? entry.Scalar() : config::describe(entry);
        const auto found = std::ranges::find(names, word);
        if (found == names.end())
            refuse(place, "objectives",
                   fmt::format("must be two of latency, energy, area, dsps, accuracy, got '{}'{}", word,
                               config::did_you_mean(word, names)));
        sweep_.objectives.push_back(kObjectives[static_cast<std::size_t>(found - names.begin())]);
    }
    if (sweep_.objectives.size() != 2 || sweep_.objectives[0] == sweep_.objectives[1])
        refuse(place, "objectives", "must be two different ones");
}

void SweepFile::read_workload(const YAML::Node& map) {
    sweep_.workload_place = place_of("workload");
    if (!map.IsMap()) refuse(sweep_.workload_place, "workload", "expected keys below it: synth, file or series");
    for (const auto& entry : map) {
        const auto name = entry.first.IsScalar() ? entry.first.Scalar() : config::describe(entry.first);
        const auto where = place(entry.first);
        if (std::ranges::find(kWorkloadNames, name) == kWorkloadNames.end())
            refuse(where, "workload." + name, fmt::format("unknown key{}", config::did_you_mean(name, kWorkloadNames)));
        note("workload." + (name == "synth" ? "shape" : name), where);
        if (name == "only") {
            if (!entry.second.IsSequence()) refuse(where, "workload.only", "expected a list of names of series");
            for (const auto& series : entry.second)
                series_only_.push_back(series.Scalar());
            continue;
        }
        if (!entry.second.IsScalar())
            refuse(where, "workload." + name, fmt::format("expected a value, got {}", config::describe(entry.second)));
        read_workload_kind(entry.second, name, where);
    }
}

void SweepFile::read_workload_kind(const YAML::Node& value, const std::string& name, const std::string& place) {
    if (name == "input") {
        if (value.Scalar() != "single" && value.Scalar() != "sample")
            refuse(place, "workload.input", fmt::format("must be one of single, sample, got '{}'", value.Scalar()));
        sweep_.workload.input = value.Scalar() == "single" ? SeriesInput::single : SeriesInput::sample;
    } else if (name == "series") {
        series_folder_ = value.Scalar();
    } else {
        const auto& field = *find("workload." + (name == "synth" ? "shape" : name));
        try {
            const auto text = canonical(field, {value.Scalar(), value.Tag() == "!"});
            field.set(config::parse(field, {text, false}));
        } catch (const std::invalid_argument& error) {
            refuse(place, "workload." + name, error.what());
        }
    }
}

void SweepFile::read_constraints(const YAML::Node& list) {
    if (!list.IsSequence()) refuse(place_of("constraints"), "constraints", "expected a list");
    for (const auto& entry : list) {
        const auto where = place(entry);
        if (!entry.IsScalar())
            refuse(where, "constraints", fmt::format("expected a condition, got {}", config::describe(entry)));
        auto condition = expression(where + ": constraints", entry);
        if (condition.type() != ExpressionType::boolean)
            refuse(where, "constraints", fmt::format("'{}' is no condition", condition.text()));
        sweep_.constraints.push_back({condition.text(), where, std::move(condition)});
    }
}

template <typename Use> void SweepFile::each_key(const YAML::Node& map, const std::string& prefix, const Use& use) {
    for (const auto& entry : map) {
        const auto where = place(entry.first);
        if (!entry.first.IsScalar()) throw ConfigError(fmt::format("{}: a key must be a word", where));
        const auto key = prefix + entry.first.Scalar();
        if (is_group(key)) {
            if (!entry.second.IsMap()) refuse(where, key, "expected keys below it");
            each_key(entry.second, key + ".", use);
            continue;
        }
        if (find(key) == nullptr)
            refuse(where, key, fmt::format("unknown key{}", config::suggest_key(key, key_names())));
        note(key, where);
        use(key, where, entry.second);
    }
}

void SweepFile::read_setting(const std::string& key, const std::string& place, const YAML::Node& value) {
    if (key.starts_with("workload.")) refuse(place, key, "stands under 'workload', not under 'set'");
    if (!value.IsScalar()) refuse(place, key, fmt::format("expected a value, got {}", config::describe(value)));
    try {
        sweep_.set.push_back({key, place, canonical(*find(key), {value.Scalar(), value.Tag() == "!"})});
    } catch (const std::invalid_argument& error) {
        refuse(place, key, error.what());
    }
}

void SweepFile::read_axis(const std::string& key, const std::string& place, const YAML::Node& value) {
    if (key == "workload.series") refuse(place, key, "a series is an axis by itself: put it under 'workload'");
    const auto& field = *find(key);
    Axis axis{key, place, {}, type_of(field) == ExpressionType::number || key == "workload.pattern"};
    try {
        axis.values = axis_values(field, value);
    } catch (const std::invalid_argument& error) {
        refuse(place, key, error.what());
    }
    if (axis.values.empty()) refuse(place, key, "no values");
    if (axis.values.size() == 1) refuse(place, key, "a single value; put it under 'set' or 'workload'");
    for (auto i = axis.values.begin(); i != axis.values.end(); ++i)
        if (std::find(axis.values.begin(), i, *i) != i) refuse(place, key, fmt::format("{} is given twice", *i));
    sweep_.axes.push_back(std::move(axis));
}

void SweepFile::read_derived(const std::string& key, const std::string& place, const YAML::Node& value) {
    const auto type = type_of(*find(key));
    if (key == "workload.file" || key == "workload.series" || key == "workload.shape")
        refuse(place, key, "cannot be derived");
    auto derived = expression(fmt::format("{}: {}", place, key), value);
    if (derived.type() != type)
        refuse(place, key, fmt::format("'{}' does not give the type of this key", derived.text()));
    sweep_.derived.push_back({key, place, std::move(derived)});
}

Expression SweepFile::expression(const std::string& where, const YAML::Node& value) const {
    if (!value.IsScalar())
        throw ConfigError(fmt::format("{}: expected an expression, got {}", where, config::describe(value)));
    try {
        return {value.Scalar(), keys_};
    } catch (const ExpressionError& error) {
        throw ConfigError(fmt::format("{}: '{}': {}", where, value.Scalar(), error.what()));
    }
}

/// Values only: whether they fit together shows in each point.
void SweepFile::load_base() {
    config::PlatformConfig values;
    config::Reader reader(config::platform_schema(values));
    reader.read_file(sweep_.platform);
    for (const auto& setting : sweep_.set)
        reader.read_override(setting.key + "=" + setting.value);
    for (const auto& field : reader.schema())
        sweep_.base.emplace(field.key, to_expression(field.get()));
}

void SweepFile::settle_workload() {
    auto& workload = sweep_.workload;
    const bool synth = given("workload.shape");
    const bool file = given("workload.file");
    const bool series = !series_folder_.empty();
    if (!synth && !file && !series)
        throw ConfigError(fmt::format("{}: workload: missing: give synth, file or series",
                                      sweep_.workload_place.empty() ? sweep_.file.string() : sweep_.workload_place));
    if (int{synth} + int{file} + int{series} > 1)
        refuse(sweep_.workload_place.empty() ? place_of(synth ? "workload.shape" : "workload.file")
                                             : sweep_.workload_place,
               "workload", "more than one of synth, file and series");
    workload.kind = file ? WorkloadKind::file : series ? WorkloadKind::series : WorkloadKind::synth;
    for (const auto& [key, where] : places_) {
        const bool of_series = key == "workload.input" || key == "workload.only";
        if (of_series ? !series : !applies(key, workload.kind) || (series && key == "workload.pattern"))
            refuse(where, key, fmt::format("only with a {} workload", of_series ? "series as" : "synthetic"));
    }
    if (series) settle_series();
}

void SweepFile::settle_series() {
    const auto where = place_of("workload.series");
    try {
        sweep_.series =
            read_series_folder(sweep_.file.parent_path() / series_folder_, sweep_.workload.input, series_only_);
    } catch (const std::runtime_error& error) {
        refuse(where, "workload.series", error.what());
    }
    Axis axis{"workload.series", where, {}, false};
    for (const auto& member : sweep_.series)
        axis.values.push_back(member.id);
    sweep_.workload.series = axis.values.front();
    if (axis.values.size() > 1) sweep_.axes.insert(sweep_.axes.begin(), std::move(axis));
}

void SweepFile::check_mode() const {
    const auto only_with = [&](const char* key, bool useful, const char* modes) {
        if (given(key) && !useful)
            refuse(place_of(key), key,
                   fmt::format("has no effect in mode {}; it belongs to {}", name_of(sweep_.mode), modes));
    };
    const bool random = sweep_.mode == Mode::random;
    const bool pareto = sweep_.mode == Mode::pareto;
    only_with("samples", random || pareto, "random and pareto");
    only_with("seed", random, "random");
    only_with("objectives", pareto, "pareto");
    const auto need = [&](const char* key, bool needed) {
        if (needed && !given(key))
            refuse(sweep_.file.string(), key, fmt::format("missing: mode {} needs it", name_of(sweep_.mode)));
    };
    need("samples", random);
    need("seed", random);
    need("objectives", pareto);
    const bool wants_accuracy = std::ranges::find(sweep_.objectives, Objective::accuracy) != sweep_.objectives.end();
    if (wants_accuracy && sweep_.workload.kind != WorkloadKind::series)
        refuse(place_of("objectives"), "objectives", "only workloads of a series have an accuracy");
}

void SweepFile::check_axes() const {
    if (sweep_.axes.empty())
        refuse(given("axes") ? place_of("axes") : sweep_.file.string(), "axes", "nothing is varied");
    if (sweep_.mode != Mode::zip) return;
    const auto& first = sweep_.axes.front();
    for (const auto& axis : sweep_.axes)
        if (axis.values.size() != first.values.size())
            refuse(axis.place, axis.key,
                   fmt::format("mode zip pairs values, but here are {} and '{}' has {}", axis.values.size(), first.key,
                               first.values.size()));
}

void SweepFile::check_expressions() const {
    for (std::size_t i = 0; i < sweep_.derived.size(); ++i)
        check_named(fmt::format("{}: {}", sweep_.derived[i].place, sweep_.derived[i].key), sweep_.derived[i].value, i);
    for (const auto& constraint : sweep_.constraints)
        check_named(constraint.place + ": constraints", constraint.condition, sweep_.derived.size());
}

/// `derived_before`: how many derived keys are known by then.
void SweepFile::check_named(const std::string& where, const Expression& expression, std::size_t derived_before) const {
    for (const auto& key : expression.keys()) {
        if (!applies(key, sweep_.workload.kind))
            throw ConfigError(fmt::format("{}: '{}': this sweep has no '{}'", where, expression.text(), key));
        const auto derived = std::ranges::find(sweep_.derived, key, &Derived::key);
        const auto index = static_cast<std::size_t>(derived - sweep_.derived.begin());
        if (derived != sweep_.derived.end() && index >= derived_before)
            throw ConfigError(fmt::format("{}: '{}': '{}' is not known yet: derived keys may name those above them",
                                          where, expression.text(), key));
    }
}

void SweepFile::note(const std::string& key, const std::string& place) {
    const auto [earlier, is_new] = places_.emplace(key, place);
    if (!is_new) refuse(place, key, fmt::format("given twice, first at {}", earlier->second));
}

std::string SweepFile::place_of(const std::string& key) const {
    const auto found = places_.find(key);
    return found != places_.end() ? found->second : sweep_.file.string();
}

bool SweepFile::is_group(const std::string& key) const {
    return std::ranges::any_of(keys_, [&](const auto& field) { return field.key.starts_with(key + "."); });
}

const config::Field* SweepFile::find(const std::string& key) const {
    const auto found = std::ranges::find(keys_, key, &config::Field::key);
    return found != keys_.end() ? &*found : nullptr;
}

std::vector<std::string> SweepFile::key_names() const {
    std::vector<std::string> names;
    for (const auto& field : keys_)
        names.push_back(field.key);
    return names;
}

std::string SweepFile::place(const YAML::Node& node) const {
    return config::place_of(node, sweep_.file.string());
}

void SweepFile::refuse(const std::string& place, const std::string& key, const std::string& reason) {
    throw ConfigError(fmt::format("{}: {}: {}", place, key, reason));
}

Sweep read_sweep(const std::filesystem::path& file, const SweepDefaults& defaults) {
    return parse_sweep(config::read_text_file(file), file, defaults);
}

Sweep parse_sweep(const std::string& yaml, const std::filesystem::path& file, const SweepDefaults& defaults) {
    return SweepFile(file, defaults).read(yaml);
}

} // namespace stavp::sweep
