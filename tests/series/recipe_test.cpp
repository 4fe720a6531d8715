#include "tests/series/fake_training.h"

#include "tests/pack/tiny_model.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

using testing::fake_recipe;

std::string refusal(const std::string& yaml) {
    try {
        Recipe recipe = parse_recipe(yaml, "r.yaml");
        resolve(recipe, testing::tiny_model(), {"head"});
    } catch (const RecipeError& error) {
        return error.what();
    }
    return "";
}

TEST(recipe, what_it_says_is_what_is_read) {
    const Recipe recipe = parse_recipe("task:\n  name: fashion-mnist-vit\n  training_samples: 100\n  test_samples: 50\n"
                                       "  max_rows: 7\n  options: {layers: 2, d: 32}\n"
                                       "seed: 9\nthreads: 4\n"
                                       "dense: {optimiser: sgd, learning_rate: 0.1, momentum: 0.8, epochs: 3, "
                                       "weight_decay: 1e-4, schedule: linear, warmup_steps: 10, batch: 32, "
                                       "clip_norm: 0}\n"
                                       "prune:\n  learning_rate: 0.01\n  steps_per_step: 40\n"
                                       "  series: [{m: 8, from: 5, to: 3}, {m: 16, n: [8, 2]}]\n"
                                       "  exclude: [embed]\n"
                                       "  layers: {qkv: \"4:8\", output: dense, ffn1: {min_n: 3}}\n"
                                       "idp: {inherit: masked, sr_ste_decay: 1e-3, learning_rate: 0.02}\n"
                                       "fixed: {permutation: true}\n"
                                       "sensitivity: {patterns: [\"2:8\", \"1:4\"], samples: 10}\n",
                                       "r.yaml");
    EXPECT_EQ(recipe.task, "fashion-mnist-vit");
    EXPECT_EQ(recipe.task_settings.seed, 9U);
    EXPECT_EQ(recipe.task_settings.training_samples, 100U);
    EXPECT_EQ(recipe.task_settings.max_rows, 7U);
    EXPECT_EQ(recipe.task_settings.options,
              (std::vector<std::pair<std::string, std::string>>{{"d", "32"}, {"layers", "2"}}));
    EXPECT_EQ(recipe.threads, 4U);
    EXPECT_EQ(recipe.dense.training.optimiser, Optimiser::sgd);
    EXPECT_EQ(recipe.dense.training.schedule, Schedule::linear);
    EXPECT_EQ(recipe.dense.training.momentum, 0.8);
    EXPECT_EQ(recipe.dense.training.weight_decay, 1e-4);
    EXPECT_EQ(recipe.dense.training.clip_norm, 0);
    EXPECT_EQ(recipe.dense.epochs, 3);
    EXPECT_EQ(recipe.series[0].n, (std::vector<std::uint32_t>{5, 4, 3}));
    EXPECT_EQ(recipe.series[1].n, (std::vector<std::uint32_t>{8, 2}));
    EXPECT_EQ(recipe.layers.at("qkv"), (LayerRule{LayerRule::Kind::constant, {4, 8}, 0}));
    EXPECT_EQ(recipe.layers.at("output"), (LayerRule{LayerRule::Kind::dense, {}, 0}));
    EXPECT_EQ(recipe.layers.at("ffn1"), (LayerRule{LayerRule::Kind::at_least, {}, 3}));
    EXPECT_EQ(recipe.inherit, Inherit::masked);
    EXPECT_EQ(recipe.idp.training.learning_rate, 0.02);
    EXPECT_EQ(recipe.idp.training.sr_ste_decay, 1e-3);
    EXPECT_EQ(recipe.fixed.training.learning_rate, 0.01);
    EXPECT_EQ(recipe.fixed.training.sr_ste_decay, 0);
    EXPECT_EQ(recipe.sr_ste.training.sr_ste_decay, 2e-4);
    EXPECT_EQ(recipe.sr_ste.steps, 40U);
    EXPECT_TRUE(recipe.permutation);
    EXPECT_EQ(recipe.sensitivity.patterns, (std::vector<Pattern>{{2, 8}, {1, 4}}));
}

TEST(recipe, a_series_goes_from_m_minus_one_to_one_by_default) {
    const Recipe recipe = parse_recipe("task: {name: t}\nprune: {series: [{m: 8}]}\n", "r.yaml");
    EXPECT_EQ(recipe.series[0].n, (std::vector<std::uint32_t>{7, 6, 5, 4, 3, 2, 1}));
}

TEST(recipe, the_effective_recipe_reads_back_as_the_same_recipe) {
    const std::vector<std::string> recipes{fake_recipe(),
                                           "task: {name: \"odd: name\", seed: 4, options: {\"a b\": \"#1\"}}\nseed: 8\n"
                                           "dense: {from: \"x y.safetensors\"}\n"
                                           "prune: {learning_rate: 0.1, series: [{m: 4, n: [1]}], exclude: [], "
                                           "layers: {a: dense, b: {min_n: 2}, \"c.d\": \"1:2\"}}\n"
                                           "idp: {inherit: masked, sr_ste_decay: 0.30000000000000004}\nmethods: [idp]\n"
                                           "sensitivity: {patterns: [\"2:8\"], samples: 3}\ndense_plus: false\n"};
    for (const std::string& text : recipes) {
        const std::string effective = effective_recipe(parse_recipe(text, "r.yaml"));
        EXPECT_EQ(effective_recipe(parse_recipe(effective, "again.yaml")), effective);
        const Recipe a = parse_recipe(text, "r.yaml");
        const Recipe b = parse_recipe(effective, "again.yaml");
        EXPECT_EQ(a.task_settings.options, b.task_settings.options);
        EXPECT_EQ(a.task_settings.seed, b.task_settings.seed);
        EXPECT_EQ(a.layers, b.layers);
        EXPECT_EQ(a.exclude, b.exclude);
        EXPECT_EQ(a.inherit, b.inherit);
        EXPECT_EQ(a.idp.training.sr_ste_decay, b.idp.training.sr_ste_decay);
        EXPECT_EQ(a.dense_from, b.dense_from);
        EXPECT_EQ(a.methods, b.methods);
    }
}

TEST(recipe, every_shipped_recipe_is_read) {
    for (const char* name : {"fashion-mnist", "wordnet", "quick"})
        EXPECT_NO_THROW(read_recipe(std::filesystem::path(STAVP_RECIPES) / (std::string(name) + ".yaml"))) << name;
}

TEST(recipe, the_tasks_default_exclusions_yield_to_the_recipes) {
    Recipe recipe = parse_recipe(fake_recipe(), "r.yaml");
    resolve(recipe, testing::tiny_model(), {"head"});
    EXPECT_EQ(recipe.exclude, (std::vector<std::string>{"head"}));
    recipe = parse_recipe("task: {name: t}\nprune: {exclude: [], series: [{m: 4}]}\n", "r.yaml");
    resolve(recipe, testing::tiny_model(), {"head"});
    EXPECT_TRUE(recipe.exclude->empty());
    recipe = parse_recipe("task: {name: t}\nprune: {layers: {head: \"4:8\"}, series: [{m: 4}]}\n", "r.yaml");
    resolve(recipe, testing::tiny_model(), {"head"});
    EXPECT_TRUE(recipe.exclude->empty());
}

struct BadRecipe {
    const char* name;
    std::string yaml;
    const char* message;
};

class bad_recipe : public ::testing::TestWithParam<BadRecipe> {};

TEST_P(bad_recipe, is_refused_with_file_line_key_and_reason) {
    EXPECT_EQ(refusal(GetParam().yaml), GetParam().message);
}

const std::string task = "task: {name: t}\n";
const std::string prune = "prune: {series: [{m: 4}]}\n";

INSTANTIATE_TEST_SUITE_P(
    recipe, bad_recipe,
    ::testing::Values(
        BadRecipe{"no_yaml", "task: [\n", "r.yaml:2: not valid YAML: end of sequence flow not found"},
        BadRecipe{"empty", "", "r.yaml:1: expected keys and values, got nothing"},
        BadRecipe{"list", "- a\n", "r.yaml:1: expected keys and values, got a list"},
        BadRecipe{"no_task", prune, "r.yaml: task.name: missing"},
        BadRecipe{"no_prune", task, "r.yaml: prune: missing"},
        BadRecipe{"unknown_key", task + prune + "sed: 1\n", "r.yaml:3: sed: unknown key (did you mean 'seed'?)"},
        BadRecipe{"unknown_phase_key", task + prune + "dense:\n  learning_rat: 1\n",
                  "r.yaml:4: dense.learning_rat: unknown key (did you mean 'learning_rate'?)"},
        BadRecipe{"unknown_series_key", task + "prune:\n  series:\n    - {m: 4, k: 2}\n",
                  "r.yaml:4: prune.series[0].k: unknown key (did you mean 'm'?)"},
        BadRecipe{"twice", task + prune + "seed: 1\nseed: 2\n", "r.yaml:4: seed: given twice, first at r.yaml:3"},
        BadRecipe{"word_for_number", task + prune + "threads: many\n",
                  "r.yaml:3: threads: expected an integer, got 'many'"},
        BadRecipe{"list_for_number", task + prune + "threads: [1]\n",
                  "r.yaml:3: threads: expected an integer, got a list"},
        BadRecipe{"negative", task + prune + "threads: -1\n", "r.yaml:3: threads: must be 1 to 256, got -1"},
        BadRecipe{"fraction", task + prune + "threads: 1.5\n", "r.yaml:3: threads: expected an integer, got '1.5'"},
        BadRecipe{"out_of_range", task + prune + "dense: {batch: 0}\n",
                  "r.yaml:3: dense.batch: must be 1 to 65536, got 0"},
        BadRecipe{"not_finite", task + prune + "dense: {learning_rate: inf}\n",
                  "r.yaml:3: dense.learning_rate: expected a number, got 'inf'"},
        BadRecipe{"unknown_word", task + prune + "dense: {optimiser: adam}\n",
                  "r.yaml:3: dense.optimiser: must be one of sgd, adamw, got 'adam'"},
        BadRecipe{"no_boolean", task + prune + "dense_plus: yes\n",
                  "r.yaml:3: dense_plus: expected true or false, got 'yes'"},
        BadRecipe{"epochs_and_steps", task + prune + "dense: {epochs: 1, steps: 2}\n",
                  "r.yaml:3: dense.steps: give epochs or steps, not both"},
        BadRecipe{"no_series", task + "prune: {learning_rate: 1}\n", "r.yaml:2: prune.series: missing"},
        BadRecipe{"empty_series", task + "prune: {series: []}\n", "r.yaml:2: prune.series: the list is empty"},
        BadRecipe{"odd_m", task + "prune: {series: [{m: 6}]}\n",
                  "r.yaml:2: prune.series[0].m: must be 2, 4, 8, 16 or 32, got 6"},
        BadRecipe{"n_is_m", task + "prune: {series: [{m: 4, n: [4, 2]}]}\n",
                  "r.yaml:2: prune.series[0].n: must be 1 to 3, got 4"},
        BadRecipe{"rising_n", task + "prune: {series: [{m: 8, n: [2, 4]}]}\n",
                  "r.yaml:2: prune.series[0].n: must fall"},
        BadRecipe{"n_twice", task + "prune: {series: [{m: 8, n: [2, 2]}]}\n",
                  "r.yaml:2: prune.series[0].n: '2' stands twice in the list"},
        BadRecipe{"n_and_from", task + "prune: {series: [{m: 8, n: [2], from: 3}]}\n",
                  "r.yaml:2: prune.series[0].n: give n, or from and to, not both"},
        BadRecipe{"from_below_to", task + "prune: {series: [{m: 8, from: 2, to: 3}]}\n",
                  "r.yaml:2: prune.series[0].to: must not be above from (2), got 3"},
        BadRecipe{"m_twice", task + "prune: {series: [{m: 8}, {m: 8}]}\n",
                  "r.yaml:2: prune.series[1].m: an earlier series has the same M"},
        BadRecipe{"bad_rule", task + "prune: {series: [{m: 8}], layers: {qkv: \"9:8\"}}\n",
                  "r.yaml:2: prune.layers.qkv: pattern '9:8': expected 'dense' or N:M with M = 2, 4, 8, 16 or 32 and "
                  "1 <= N <= M"},
        BadRecipe{"rule_list", task + "prune: {series: [{m: 8}], layers: {qkv: [1]}}\n",
                  "r.yaml:2: prune.layers.qkv: expected a word, got a list"},
        BadRecipe{"unknown_layer", task + "prune: {series: [{m: 8}], exclude: [qvk]}\n",
                  "r.yaml:2: prune.exclude: the model has no gemm 'qvk'; it has qkv, output, residual, ffn1, ffn2, "
                  "head"},
        BadRecipe{"layer_that_is_no_gemm", task + "prune: {series: [{m: 8}], layers: {norm1: dense}}\n",
                  "r.yaml:2: prune.layers.norm1: the model has no gemm 'norm1'; it has qkv, output, residual, ffn1, "
                  "ffn2, head"},
        BadRecipe{"excluded_with_rule", task + "prune: {series: [{m: 8}], exclude: [qkv], layers: {qkv: \"4:8\"}}\n",
                  "r.yaml:2: prune.layers.qkv: the layer is excluded as well"},
        BadRecipe{"unknown_method", task + prune + "methods: [idp, asp]\n",
                  "r.yaml:3: methods: must be some of idp, oneshot, fixed, sr-ste, got 'asp'"},
        BadRecipe{"no_methods", task + prune + "methods: []\n", "r.yaml:3: methods: the list is empty"},
        BadRecipe{"word_for_list", task + prune + "budgets: series\n",
                  "r.yaml:3: budgets: expected a list, got 'series'"},
        BadRecipe{"method_has_no_such_key", task + prune + "fixed: {inherit: masked}\n",
                  "r.yaml:3: fixed.inherit: unknown key"},
        BadRecipe{"dense_sensitivity", task + prune + "sensitivity: {patterns: [dense]}\n",
                  "r.yaml:3: sensitivity.patterns: dense prunes nothing"}),
    [](const auto& bad) { return std::string(bad.param.name); });

TEST(recipe, deep_nesting_is_refused) {
    EXPECT_NE(refusal("task: " + std::string(200'000, '[')), "");
}

} // namespace
} // namespace stavp::workloads::series
