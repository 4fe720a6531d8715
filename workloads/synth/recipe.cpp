#include "workloads/synth/recipe.h"
#include "workloads/format/layout.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace stavp::workloads {
namespace {

/// Shapes and epsilons as in the models' papers and released configurations: Devlin et al. 2019 (BERT), Dosovitskiy
/// et al. 2021 (ViT-B/16 at 224x224: 196 patches and the class token), Radford et al. 2019 (GPT-2 small).
const std::vector<Recipe>& presets() {
    static const std::vector<Recipe> all{
        {"bert-base", 768, 12, 3072, 12, 128, NormPlacement::post, Activation::gelu, false, 1e-12},
        {"bert-large", 1024, 16, 4096, 24, 128, NormPlacement::post, Activation::gelu, false, 1e-12},
        {"vit-base", 768, 12, 3072, 12, 197, NormPlacement::pre, Activation::gelu, false, 1e-6},
        {"gpt2", 768, 12, 3072, 12, 128, NormPlacement::pre, Activation::gelu, true, 1e-5},
    };
    return all;
}

class RecipeFile {
public:
    explicit RecipeFile(const std::string& file) : file_(file) {
        try {
            root_ = YAML::LoadFile(file);
        } catch (const YAML::BadFile&) {
            throw std::invalid_argument(
                fmt::format("{}: cannot be read; shapes are {} or a YAML file", file, fmt::join(preset_names(), ", ")));
        } catch (const YAML::Exception& error) {
            fail(error.mark, error.msg);
        }
        if (!root_.IsMap()) fail(root_.Mark(), "expected a map of keys");
    }

    template <class T> void read(const char* key, T& value, bool required = false) {
        known_.insert(key);
        const YAML::Node node = root_[key];
        if (!node) {
            if (required) throw std::invalid_argument(fmt::format("{}: key '{}' is missing", file_, key));
            return;
        }
        try {
            value = node.as<T>();
        } catch (const YAML::Exception&) {
            fail(node.Mark(), fmt::format("'{}' has no usable value", key));
        }
    }

    template <class T>
    void read_choice(const char* key, T& value, std::initializer_list<std::pair<const char*, T>> choices) {
        std::string text;
        read(key, text);
        if (!root_[key]) return;
        for (const auto& [name, choice] : choices)
            if (text == name) {
                value = choice;
                return;
            }
        fail(root_[key].Mark(), fmt::format("'{}' cannot be '{}'", key, text));
    }

    void finish() const {
        std::set<std::string> seen;
        for (const auto& entry : root_) {
            const auto key = entry.first.as<std::string>();
            if (!known_.contains(key)) fail(entry.first.Mark(), fmt::format("unknown key '{}'", key));
            if (!seen.insert(key).second) fail(entry.first.Mark(), fmt::format("key '{}' appears twice", key));
        }
    }

private:
    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& reason) const {
        throw std::invalid_argument(fmt::format("{}:{}: {}", file_, mark.line + 1, reason));
    }

    std::string file_;
    YAML::Node root_;
    std::set<std::string> known_;
};

/// A file's name as a workload's: cut, and with '_' for what a name cannot hold.
std::string name_from(std::string stem) {
    stem.resize(std::min<std::size_t>(stem.size(), NMW_NAME_BYTES - 1));
    for (char& c : stem)
        if (!is_name(std::string_view(&c, 1))) c = '_';
    return stem;
}

Recipe read_recipe(const std::string& file) {
    RecipeFile yaml(file);
    Recipe recipe;
    recipe.name = name_from(std::filesystem::path(file).stem().string());
    yaml.read("name", recipe.name);
    yaml.read("d_model", recipe.d_model, true);
    yaml.read("heads", recipe.heads, true);
    yaml.read("ffn", recipe.ffn, true);
    yaml.read("layers", recipe.layers, true);
    yaml.read("seq", recipe.seq);
    yaml.read("causal", recipe.causal);
    yaml.read("eps", recipe.eps);
    yaml.read_choice("norm", recipe.norm, {{"pre", NormPlacement::pre}, {"post", NormPlacement::post}});
    yaml.read_choice("activation", recipe.activation, {{"gelu", Activation::gelu}, {"relu", Activation::relu}});
    yaml.finish();
    try {
        recipe.validate();
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("{}: {}", file, error.what()));
    }
    return recipe;
}

} // namespace

void Recipe::validate() const {
    const auto require = [](bool right, const std::string& reason) {
        if (!right) throw std::invalid_argument(reason);
    };
    require(is_name(name), fmt::format("name '{}' is not 1 to 39 printable ASCII characters", name));
    require(d_model >= 1 && d_model <= max_layernorm_cols,
            fmt::format("d_model {} is not 1 to {}", d_model, max_layernorm_cols));
    require(heads >= 1 && d_model % heads == 0, fmt::format("{} heads do not divide d_model {}", heads, d_model));
    require(ffn >= 1 && ffn <= max_reduction, fmt::format("ffn {} is not 1 to {}", ffn, max_reduction));
    require(layers >= 1 && layers <= 1000, fmt::format("layers {} is not 1 to 1000", layers));
    require(seq >= 1 && seq <= max_reduction, fmt::format("seq {} is not 1 to {}", seq, max_reduction));
    require(eps >= 0 && eps < 1, fmt::format("eps {} is not 0 to 1", eps));
}

std::vector<std::string_view> preset_names() {
    std::vector<std::string_view> names;
    for (const Recipe& recipe : presets())
        names.emplace_back(recipe.name);
    return names;
}

Recipe find_recipe(const std::string& preset_or_file) {
    const auto preset = std::ranges::find(presets(), preset_or_file, &Recipe::name);
    return preset != presets().end() ? *preset : read_recipe(preset_or_file);
}

} // namespace stavp::workloads
