#include "platform/sweep/space.h"
#include "platform/config/platform_config.h"
#include "platform/config/scalar.h"
#include "platform/sweep/axis_values.h"
#include "workloads/format/image.h"
#include "workloads/format/pattern.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::sweep {

namespace {

using config::ConfigError;

constexpr std::uint64_t kMostCombinations = 1ull << 62;

ExpressionValue as_value(const config::Field& field, const std::string& text) {
    const auto value = config::parse(field, {text, false});
    if (const auto* whole = std::get_if<std::uint64_t>(&value)) return static_cast<std::int64_t>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth;
    return std::get<std::string>(value);
}

/// Without "--set a.b=v: " before it: the point's values are told anyway.
std::string without_override(const std::string& message) {
    if (!message.starts_with("--set ")) return message;
    const auto end = message.find(": ");
    return end == std::string::npos ? message : message.substr(end + 2);
}

/// Of the sparse products, "dense" where there is none, "mixed" where they differ.
std::string pattern_of(const workloads::Image& image) {
    std::string found;
    for (const auto& tensor : image.tensors()) {
        if (tensor.encoding == NMW_DENSE) continue;
        const auto pattern = to_string(workloads::Pattern{tensor.pattern_n, tensor.pattern_m});
        if (!found.empty() && found != pattern) return "mixed";
        found = pattern;
    }
    return found.empty() ? "dense" : found;
}

} // namespace

Space::Space(const Sweep& sweep)
    : sweep_(sweep), defaults_(std::make_unique<config::PlatformConfig>()),
      workload_keys_(std::make_unique<WorkloadKeys>()), keys_(config::platform_schema(*defaults_)) {
    for (auto& field : workload_schema(*workload_keys_))
        keys_.push_back(std::move(field));
    for (const auto& axis : sweep.axes) {
        sizes_.push_back(axis.values.size());
        const auto& field = *std::ranges::find(keys_, axis.key, &config::Field::key);
        auto& values = axis_values_.emplace_back();
        for (const auto& text : axis.values)
            values.push_back(as_value(field, text));
    }
    find_workloads();
}

std::uint64_t Space::combinations() const {
    std::uint64_t product = 1;
    for (const auto size : sizes_) {
        if (product > kMostCombinations / size) return kMostCombinations;
        product *= size;
    }
    return product;
}

void Space::find_workloads() {
    const auto axis_of = [&](const char* key) { return std::ranges::find(sweep_.axes, key, &Axis::key); };
    const auto from_axis = [&](const char* key, const std::string& single, const auto& use) {
        const auto axis = axis_of(key);
        if (axis == sweep_.axes.end()) return use(single, sweep_.workload_place, key);
        for (const auto& name : axis->values)
            use(name, axis->place, key);
    };
    if (sweep_.workload.kind == WorkloadKind::file)
        from_axis("workload.file", sweep_.workload.file,
                  [&](const auto& name, const auto& place, const auto& key) { load_file(name, place, key); });
    if (sweep_.workload.kind == WorkloadKind::synth)
        from_axis("workload.shape", sweep_.workload.shape, [&](const auto& name, const auto& place, const auto& key) {
            const auto presets = workloads::preset_names();
            const bool preset = std::ranges::find(presets, name) != presets.end();
            try {
                recipes_.emplace(name, workloads::find_recipe(preset ? name : resolve(name).string()));
            } catch (const std::invalid_argument& error) {
                throw ConfigError(fmt::format("{}: {}: {}", place, key, error.what()));
            }
        });
}

void Space::load_file(const std::string& name, const std::string& place, const std::string& key) {
    try {
        WorkloadSpec spec;
        spec.file = resolve(name);
        spec.pattern = pattern_of(workloads::Image::load(*spec.file));
        spec.name = spec.file->stem().string();
        files_.emplace(name, std::move(spec));
    } catch (const workloads::FormatError& error) {
        throw ConfigError(fmt::format("{}: {}: {}", place, key, error.what()));
    }
}

std::filesystem::path Space::resolve(const std::string& path) const {
    return std::filesystem::absolute(sweep_.file.parent_path() / path).lexically_normal();
}

Space::Values Space::values_of(const Choice& choice) const {
    Values values{choice, {}};
    for (const auto& derived : sweep_.derived) {
        try {
            values.derived.push_back(derived.value.value([&](const std::string& key) { return look_up(values, key); }));
        } catch (const ExpressionError& error) {
            throw ConfigError(fmt::format("{}: {}: '{}': {} ({})", derived.place, derived.key, derived.value.text(),
                                          error.what(), describe(choice)));
        }
    }
    return values;
}

ExpressionValue Space::look_up(const Values& values, const std::string& key) const {
    for (std::size_t i = 0; i < sweep_.axes.size(); ++i)
        if (sweep_.axes[i].key == key) return axis_values_[i][values.choice[i]];
    for (std::size_t i = 0; i < values.derived.size(); ++i)
        if (sweep_.derived[i].key == key) return values.derived[i];
    if (const auto found = sweep_.base.find(key); found != sweep_.base.end()) return found->second;
    if (key == "workload.layers" && sweep_.workload.layers == 0)
        return std::int64_t{recipe(format(look_up(values, "workload.shape"))).layers};
    if (key == "workload.seq" && sweep_.workload.seq == 0)
        return std::int64_t{recipe(format(look_up(values, "workload.shape"))).seq};
    if (key == "workload.pattern" && sweep_.workload.kind != WorkloadKind::synth) return workload(values).pattern;
    return workload_value(key);
}

ExpressionValue Space::workload_value(const std::string& key) const {
    const auto& workload = sweep_.workload;
    if (key == "workload.layers") return std::int64_t{workload.layers};
    if (key == "workload.seq") return std::int64_t{workload.seq};
    if (key == "workload.seed") return static_cast<std::int64_t>(workload.seed);
    if (key == "workload.pattern") return workload.pattern;
    if (key == "workload.shape") return workload.shape;
    return key == "workload.file" ? workload.file : workload.series;
}

const workloads::Recipe& Space::recipe(const std::string& shape) const {
    return recipes_.at(shape);
}

std::optional<std::size_t> Space::broken_constraint(const Choice& choice) const {
    const auto values = values_of(choice);
    for (std::size_t i = 0; i < sweep_.constraints.size(); ++i) {
        const auto& constraint = sweep_.constraints[i];
        try {
            const auto result =
                constraint.condition.value([&](const std::string& key) { return look_up(values, key); });
            if (!std::get<bool>(result)) return i;
        } catch (const ExpressionError& error) {
            throw ConfigError(fmt::format("{}: constraints: '{}': {} ({})", constraint.place, constraint.text,
                                          error.what(), describe(choice)));
        }
    }
    return std::nullopt;
}

ExpressionValue Space::value(const Choice& choice, const std::string& key) const {
    return look_up(values_of(choice), key);
}

std::string Space::describe(const Choice& choice) const {
    std::string text;
    for (std::size_t i = 0; i < choice.size(); ++i)
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", sweep_.axes[i].key, sweep_.axes[i].values[choice[i]]);
    return text;
}

std::string Space::derived_text(const Values& values, std::size_t index) const {
    const auto& derived = sweep_.derived[index];
    try {
        return canonical(*std::ranges::find(keys_, derived.key, &config::Field::key), {format(values.derived[index])});
    } catch (const std::invalid_argument& error) {
        throw ConfigError(
            fmt::format("{}: {}: {} ({})", derived.place, derived.key, error.what(), describe(values.choice)));
    }
}

Point Space::point(const Choice& choice) {
    const auto values = values_of(choice);
    Point point;
    const auto add = [&](const std::string& key, const std::string& text) {
        point.columns.emplace_back(key, text);
        if (!key.starts_with("workload.")) point.overrides.push_back(key + "=" + text);
    };
    for (const auto& setting : sweep_.set)
        point.overrides.push_back(setting.key + "=" + setting.value);
    for (std::size_t i = 0; i < choice.size(); ++i)
        add(sweep_.axes[i].key, sweep_.axes[i].values[choice[i]]);
    for (std::size_t i = 0; i < sweep_.derived.size(); ++i)
        add(sweep_.derived[i].key, derived_text(values, i));
    point.workload = workload(values);
    check_config(choice, point.overrides);
    return point;
}

WorkloadSpec Space::workload(const Values& values) const {
    if (sweep_.workload.kind == WorkloadKind::file) return files_.at(format(look_up(values, "workload.file")));
    if (sweep_.workload.kind == WorkloadKind::series) {
        const auto id = format(look_up(values, "workload.series"));
        return std::ranges::find(sweep_.series, id, &SeriesMember::id)->workload;
    }
    WorkloadSpec spec;
    spec.synth = synth(values);
    spec.pattern = spec.synth->pattern;
    const auto shape = std::filesystem::path(spec.synth->shape).stem().string();
    spec.name = fmt::format("{}-l{}-s{}", shape, spec.synth->layers, spec.synth->seq);
    if (spec.synth->seed != 1) spec.name += fmt::format("-seed{}", spec.synth->seed);
    return spec;
}

SynthSpec Space::synth(const Values& values) const {
    const auto number = [&](const char* key) { return std::get<std::int64_t>(look_up(values, key)); };
    const auto shape = format(look_up(values, "workload.shape"));
    const auto presets = workloads::preset_names();
    SynthSpec spec;
    spec.shape = std::ranges::find(presets, shape) != presets.end() ? shape : resolve(shape).string();
    spec.layers = static_cast<std::uint32_t>(number("workload.layers"));
    spec.seq = static_cast<std::uint32_t>(number("workload.seq"));
    spec.pattern = format(look_up(values, "workload.pattern"));
    spec.seed = static_cast<std::uint64_t>(number("workload.seed"));
    return spec;
}

void Space::check_config(const Choice& choice, const std::vector<std::string>& overrides) {
    if (!checked_.insert(overrides).second) return;
    try {
        config::load_platform(sweep_.platform, overrides, sweep_.shared_dram_folder);
    } catch (const ConfigError& error) {
        throw ConfigError(
            fmt::format("{}: {}: {}", sweep_.file.string(), describe(choice), without_override(error.what())));
    }
}

} // namespace stavp::sweep
