#include "workloads/series/yaml_map.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <sstream>

namespace stavp::workloads::series {

namespace {

constexpr double unbounded = 1e15;
constexpr double most_steps = 1e9;
constexpr std::uintmax_t most_bytes = 1 << 20;
constexpr double default_dense_epochs = 10;
constexpr double default_epochs_per_step = 1;
/// Zhou et al., 2021 (SR-STE): lambda_W.
constexpr double default_sr_ste_decay = 2e-4;

void read_phase(YamlMap& map, TrainingPhase& phase) {
    map.choice<Optimiser>("optimiser", phase.optimiser, {{"sgd", Optimiser::sgd}, {"adamw", Optimiser::adamw}});
    map.real("learning_rate", phase.learning_rate, {0, 100});
    map.real("weight_decay", phase.weight_decay, {0, 100});
    map.real("momentum", phase.momentum, {0, 0.9999});
    map.choice<Schedule>(
        "schedule", phase.schedule,
        {{"constant", Schedule::constant}, {"linear", Schedule::linear}, {"cosine", Schedule::cosine}});
    map.integer("warmup_steps", phase.warmup_steps, {0, most_steps});
    map.integer("batch", phase.batch, {1, 65536});
    map.real("clip_norm", phase.clip_norm, {0, 1e6});
}

void read_length(YamlMap& map, Phase& phase, const std::string& epochs, const std::string& steps,
                 double default_epochs) {
    const bool by_epochs = map.real(epochs, phase.epochs, {0, 1e6});
    const bool by_steps = map.integer(steps, phase.steps, {0, most_steps});
    if (by_epochs && by_steps) map.refuse(steps, fmt::format("give {} or {}, not both", epochs, steps));
    if (!by_epochs && !by_steps) phase.epochs = default_epochs;
}

void read_task(YamlMap& root, Recipe& recipe) {
    auto task = root.map("task");
    if (!task || !task->has("name")) throw RecipeError(recipe.file + ": task.name: missing");
    task->text("name", recipe.task);
    TaskSettings& settings = recipe.task_settings;
    recipe.own_task_seed = task->integer("seed", settings.seed, {0, unbounded});
    if (!recipe.own_task_seed) settings.seed = recipe.seed;
    task->integer("training_samples", settings.training_samples, {0, unbounded});
    task->integer("test_samples", settings.test_samples, {0, unbounded});
    task->integer("max_rows", settings.max_rows, {0, 1 << 20});
    if (auto options = task->map("options"))
        for (const std::string& key : options->keys()) {
            std::string value;
            options->text(key, value);
            settings.options.emplace_back(key, value);
        }
    std::ranges::sort(settings.options);
    task->finish();
}

void read_dense(YamlMap& root, Recipe& recipe) {
    recipe.dense.epochs = default_dense_epochs;
    auto dense = root.map("dense");
    if (!dense) return;
    recipe.dense.epochs = 0;
    dense->text("from", recipe.dense_from);
    read_phase(*dense, recipe.dense.training);
    // A model from a file is taken as trained unless the recipe says otherwise.
    read_length(*dense, recipe.dense, "epochs", "steps", recipe.dense_from.empty() ? default_dense_epochs : 0);
    dense->finish();
}

SeriesSettings read_series(YamlMap& map) {
    SeriesSettings series;
    if (!map.integer("m", series.m, {2, 32})) map.refuse("m", "missing");
    if (!Pattern{1, series.m}.valid()) map.refuse("m", fmt::format("must be 2, 4, 8, 16 or 32, got {}", series.m));
    const Range range{1, static_cast<double>(series.m - 1)};
    std::uint32_t from = series.m - 1;
    std::uint32_t to = 1;
    const bool ranged = map.has("from") || map.has("to");
    map.integer("from", from, range);
    map.integer("to", to, range);
    if (map.integers("n", series.n, range)) {
        if (ranged) map.refuse("n", "give n, or from and to, not both");
        if (series.n.empty()) map.refuse("n", "the list is empty");
        if (!std::ranges::is_sorted(series.n, std::greater<>{})) map.refuse("n", "must fall");
    } else {
        if (to > from) map.refuse("to", fmt::format("must not be above from ({}), got {}", from, to));
        for (std::uint32_t n = from; n >= to; --n)
            series.n.push_back(n);
    }
    map.finish();
    return series;
}

LayerRule read_rule(YamlMap& layers, const std::string& name) {
    if (layers.node(name)->IsMap()) {
        auto rule = layers.map(name);
        LayerRule read{LayerRule::Kind::at_least, {}, 0};
        if (!rule->integer("min_n", read.min_n, {1, 32})) rule->refuse("min_n", "missing");
        rule->finish();
        return read;
    }
    std::string word;
    layers.text(name, word);
    try {
        const Pattern pattern = parse_pattern(word);
        return {pattern.dense() ? LayerRule::Kind::dense : LayerRule::Kind::constant, pattern, 0};
    } catch (const std::invalid_argument& error) {
        layers.refuse(name, error.what());
    }
}

void read_prune(YamlMap& root, Recipe& recipe, Phase& step) {
    step.epochs = default_epochs_per_step;
    auto prune = root.map("prune");
    if (!prune) throw RecipeError(recipe.file + ": prune: missing");
    step.epochs = 0;
    read_phase(*prune, step.training);
    read_length(*prune, step, "epochs_per_step", "steps_per_step", default_epochs_per_step);
    for (YamlMap& map : prune->maps("series")) {
        recipe.series.push_back(read_series(map));
        const auto same = [&](const SeriesSettings& other) { return other.m == recipe.series.back().m; };
        if (std::ranges::count_if(recipe.series, same) > 1) map.refuse("m", "an earlier series has the same M");
    }
    if (recipe.series.empty()) prune->refuse("series", prune->has("series") ? "the list is empty" : "missing");
    std::vector<std::string> exclude;
    if (prune->words("exclude", exclude)) recipe.exclude = exclude;
    if (auto layers = prune->map("layers"))
        for (const std::string& name : layers->keys())
            recipe.layers[name] = read_rule(*layers, name);
    prune->finish();
}

void read_methods(YamlMap& root, Recipe& recipe, const Phase& step) {
    recipe.idp = recipe.fixed = recipe.sr_ste = step;
    recipe.sr_ste.training.sr_ste_decay = default_sr_ste_decay;
    if (auto idp = root.map("idp")) {
        read_phase(*idp, recipe.idp.training);
        idp->real("sr_ste_decay", recipe.idp.training.sr_ste_decay, {0, 1});
        idp->choice<Inherit>("inherit", recipe.inherit, {{"weights", Inherit::weights}, {"masked", Inherit::masked}});
        idp->finish();
    }
    if (auto fixed = root.map("fixed")) {
        read_phase(*fixed, recipe.fixed.training);
        fixed->boolean("permutation", recipe.permutation);
        fixed->finish();
    }
    if (auto sr_ste = root.map("sr-ste")) {
        read_phase(*sr_ste, recipe.sr_ste.training);
        sr_ste->real("sr_ste_decay", recipe.sr_ste.training.sr_ste_decay, {0, 1});
        sr_ste->finish();
    }
}

/// The listed words in the order of `known`; `absent` if the key is not there.
template <class T> std::vector<T> read_subset(YamlMap& root, const std::string& key,
                                              const std::vector<std::string>& known, T (*convert)(std::string_view)) {
    std::vector<std::string> words = known;
    root.words(key, words);
    for (const std::string& word : words)
        if (std::ranges::find(known, word) == known.end())
            root.refuse(key, fmt::format("must be some of {}, got '{}'", fmt::join(known, ", "), word));
    std::vector<T> values;
    for (const std::string& word : known)
        if (std::ranges::find(words, word) != words.end()) values.push_back(convert(word));
    if (values.empty()) root.refuse(key, "the list is empty");
    return values;
}

void read_sensitivity(YamlMap& root, Recipe& recipe) {
    auto map = root.map("sensitivity");
    if (!map) return;
    std::vector<std::string> words;
    if (!map->words("patterns", words)) map->refuse("patterns", "missing");
    for (const std::string& word : words)
        try {
            recipe.sensitivity.patterns.push_back(parse_pattern(word));
            if (recipe.sensitivity.patterns.back().dense()) throw std::invalid_argument("dense prunes nothing");
        } catch (const std::invalid_argument& error) {
            map->refuse("patterns", error.what());
        }
    map->integer("samples", recipe.sensitivity.samples, {0, unbounded});
    map->finish();
}

} // namespace

Recipe parse_recipe(const std::string& yaml, const std::string& file_name) {
    Recipe recipe;
    recipe.file = file_name;
    YAML::Node node;
    try {
        node = YAML::Load(yaml);
    } catch (const YAML::Exception& error) {
        throw RecipeError(fmt::format("{}:{}: not valid YAML: {}", file_name, error.mark.line + 1, error.msg));
    }
    YamlMap root(node, "", file_name, recipe.places);
    root.integer("seed", recipe.seed, {0, unbounded});
    root.integer("threads", recipe.threads, {1, 256});
    root.boolean("dense_plus", recipe.dense_plus);
    read_task(root, recipe);
    read_dense(root, recipe);
    Phase step;
    read_prune(root, recipe, step);
    read_methods(root, recipe, step);
    recipe.methods = read_subset(root, "methods", method_words(), method_from_string);
    recipe.budgets = read_subset(root, "budgets", {"series", "candidate"}, budget_from_string);
    read_sensitivity(root, recipe);
    root.finish();
    return recipe;
}

Recipe read_recipe(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) throw RecipeError(file.string() + ": is a directory, not a recipe");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) throw RecipeError(fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
    std::ostringstream content;
    content << in.rdbuf();
    if (content.str().size() > most_bytes) throw RecipeError(file.string() + ": is larger than a recipe can be");
    return parse_recipe(content.str(), file.string());
}

bool Recipe::has(Method method) const {
    return std::ranges::find(methods, method) != methods.end();
}

bool Recipe::has(Budget budget) const {
    return std::ranges::find(budgets, budget) != budgets.end();
}

const Phase& Recipe::phase(Method method) const {
    switch (method) {
    case Method::fixed:
        return fixed;
    case Method::sr_ste:
        return sr_ste;
    case Method::dense:
        return dense;
    case Method::dense_plus:
    case Method::idp:
    case Method::oneshot:
        break;
    }
    return idp;
}

void Recipe::refuse(const std::string& key, const std::string& reason) const {
    const auto found = places.find(key);
    throw RecipeError(fmt::format("{}: {}: {}", found == places.end() ? file : found->second, key, reason));
}

void resolve(Recipe& recipe, const Model& model, const std::vector<std::string>& unpruned_by_default) {
    std::vector<std::string> gemms;
    for (const Node& node : model.nodes)
        if (node.op == Op::gemm) gemms.push_back(node.name);
    const auto check = [&](const std::string& key, const std::string& name) {
        if (std::ranges::find(gemms, name) == gemms.end())
            recipe.refuse(key, fmt::format("the model has no gemm '{}'; it has {}", name, fmt::join(gemms, ", ")));
    };
    if (!recipe.exclude) recipe.exclude = unpruned_by_default;
    for (const std::string& name : *recipe.exclude)
        check("prune.exclude", name);
    for (const auto& [name, rule] : recipe.layers) {
        check("prune.layers." + name, name);
        // A rule of the recipe's own says more than the task's default, and contradicts an exclusion.
        if (std::erase(*recipe.exclude, name) > 0 && recipe.places.contains("prune.exclude"))
            recipe.refuse("prune.layers." + name, "the layer is excluded as well");
    }
}

} // namespace stavp::workloads::series
