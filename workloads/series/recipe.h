#pragma once

#include "workloads/series/layer_rules.h"
#include "workloads/series/method.h"
#include "workloads/series/phase.h"

#include <filesystem>
#include <optional>

namespace stavp::workloads::series {

/// Bad recipe; what() is one line "file:line: key: reason".
class RecipeError : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// N in falling order at one M.
struct SeriesSettings {
    std::uint32_t m = 0;
    std::vector<std::uint32_t> n;
};

/// One-shot pruning of one layer at a time.
struct SensitivitySettings {
    std::vector<Pattern> patterns; ///< none: no report
    std::size_t samples = 0;       ///< of the test set; 0: all
};

/// Everything that decides the bits of a series. Keys and defaults: docs/training.md.
struct Recipe {
    std::string task;
    TaskSettings task_settings;
    bool own_task_seed = false; ///< the recipe gives task.seed; else it is `seed`
    std::uint64_t seed = 1;
    unsigned threads = 2;

    Phase dense;
    std::string dense_from; ///< a model file that replaces the task's initial model; empty: none
    bool dense_plus = true;

    std::vector<SeriesSettings> series;
    std::optional<std::vector<std::string>> exclude; ///< none: the task's default
    std::map<std::string, LayerRule> layers;

    std::vector<Method> methods;
    std::vector<Budget> budgets;
    Phase idp; ///< of one step: from one candidate to the next; also the length of one step of the baselines
    Inherit inherit = Inherit::weights;
    Phase fixed;
    bool permutation = false; ///< fixed: search the order of input channels first
    Phase sr_ste;
    SensitivitySettings sensitivity;

    std::map<std::string, std::string> places; ///< dotted key -> "file:line"

    bool has(Method method) const;
    bool has(Budget budget) const;
    /// The phase of one step of a trained method.
    const Phase& phase(Method method) const;
    LayerRules rules() const { return {exclude.value_or(std::vector<std::string>{}), layers}; }
    /// Throws RecipeError at the key's place, or at the file's name if the recipe does not give it.
    [[noreturn]] void refuse(const std::string& key, const std::string& reason) const;
    std::string file;
};

/// Strict: unknown keys, wrong types, ranges and keys given twice throw RecipeError.
Recipe read_recipe(const std::filesystem::path& file);
Recipe parse_recipe(const std::string& yaml, const std::string& file_name);

/// Fills in what the task decides and refuses layers that the model does not have.
void resolve(Recipe& recipe, const Model& model, const std::vector<std::string>& unpruned_by_default);

/// All keys with their values; read_recipe() takes it back. The same recipe gives the same text.
std::string effective_recipe(const Recipe& recipe);

} // namespace stavp::workloads::series
