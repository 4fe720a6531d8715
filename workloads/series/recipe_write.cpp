#include "workloads/series/recipe.h"

#include <fmt/format.h>

namespace stavp::workloads::series {

namespace {

/// A word in double quotes; YAML's escapes of JSON strings.
std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

template <class T, class F> std::string list(const std::vector<T>& values, F text) {
    std::string out = "[";
    for (const T& value : values)
        out += fmt::format("{}{}", out.size() > 1 ? ", " : "", text(value));
    return out + "]";
}

std::string phase_keys(const TrainingPhase& phase) {
    return fmt::format("  optimiser: {}\n  learning_rate: {}\n  weight_decay: {}\n  momentum: {}\n  schedule: {}\n"
                       "  warmup_steps: {}\n  batch: {}\n  clip_norm: {}\n",
                       to_string(phase.optimiser), phase.learning_rate, phase.weight_decay, phase.momentum,
                       to_string(phase.schedule), phase.warmup_steps, phase.batch, phase.clip_norm);
}

std::string length(const Phase& phase, const char* epochs, const char* steps) {
    if (phase.steps > 0) return fmt::format("  {}: {}\n", steps, phase.steps);
    return fmt::format("  {}: {}\n", epochs, phase.epochs);
}

std::string task_section(const Recipe& recipe) {
    const TaskSettings& settings = recipe.task_settings;
    std::string out = fmt::format("task:\n  name: {}\n  seed: {}\n  training_samples: {}\n  test_samples: {}\n"
                                  "  max_rows: {}\n",
                                  quoted(recipe.task), settings.seed, settings.training_samples, settings.test_samples,
                                  settings.max_rows);
    if (!settings.options.empty()) out += "  options:\n";
    for (const auto& [key, value] : settings.options)
        out += fmt::format("    {}: {}\n", quoted(key), quoted(value));
    return out;
}

std::string rule_text(const LayerRule& rule) {
    if (rule.kind == LayerRule::Kind::at_least) return fmt::format("{{min_n: {}}}", rule.min_n);
    return quoted(to_string(rule));
}

std::string prune_section(const Recipe& recipe) {
    std::string out = "prune:\n" + length(recipe.idp, "epochs_per_step", "steps_per_step") + "  series:\n";
    for (const SeriesSettings& series : recipe.series)
        out += fmt::format("    - {{m: {}, n: {}}}\n", series.m, list(series.n, [](auto n) { return n; }));
    if (recipe.exclude) out += fmt::format("  exclude: {}\n", list(*recipe.exclude, quoted));
    if (!recipe.layers.empty()) out += "  layers:\n";
    for (const auto& [name, rule] : recipe.layers)
        out += fmt::format("    {}: {}\n", quoted(name), rule_text(rule));
    return out;
}

} // namespace

std::string effective_recipe(const Recipe& recipe) {
    std::string out = task_section(recipe);
    out += fmt::format("seed: {}\nthreads: {}\n", recipe.seed, recipe.threads);
    out += "dense:\n";
    if (!recipe.dense_from.empty()) out += fmt::format("  from: {}\n", quoted(recipe.dense_from));
    out += phase_keys(recipe.dense.training) + length(recipe.dense, "epochs", "steps");
    out += fmt::format("dense_plus: {}\n", recipe.dense_plus);
    out += prune_section(recipe);
    out += "idp:\n" + phase_keys(recipe.idp.training);
    out +=
        fmt::format("  sr_ste_decay: {}\n  inherit: {}\n", recipe.idp.training.sr_ste_decay, to_string(recipe.inherit));
    out += "fixed:\n" + phase_keys(recipe.fixed.training);
    out += fmt::format("  permutation: {}\n", recipe.permutation);
    out += "sr-ste:\n" + phase_keys(recipe.sr_ste.training);
    out += fmt::format("  sr_ste_decay: {}\n", recipe.sr_ste.training.sr_ste_decay);
    out += fmt::format("methods: {}\n", list(recipe.methods, [](Method method) { return to_string(method); }));
    out += fmt::format("budgets: {}\n", list(recipe.budgets, [](Budget budget) { return to_string(budget); }));
    if (!recipe.sensitivity.patterns.empty())
        out += fmt::format("sensitivity:\n  patterns: {}\n  samples: {}\n",
                           list(recipe.sensitivity.patterns,
                                [](Pattern pattern) { return quoted(stavp::workloads::to_string(pattern)); }),
                           recipe.sensitivity.samples);
    return out;
}

} // namespace stavp::workloads::series
