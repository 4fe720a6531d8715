#include "workloads/import/layer_names.h"

#include "workloads/format/layout.h"
#include "workloads/format/names.h"
#include "workloads/import/yaml_map.h"

#include <fmt/format.h>

namespace stavp::workloads {

namespace {

constexpr std::uint32_t most_layers = 1000;
constexpr std::uint32_t most_columns = 32768; // of a gemm's input, docs/workload-format.md
constexpr std::uint32_t most_rows = 32768;

class Reader {
public:
    explicit Reader(const std::string& file) : root_(file) { names_.file = file; }

    LayerNames run() {
        if (root_.has("name")) names_.name = root_.text("name");
        if (!names_.name.empty() && !is_name(names_.name))
            root_.fail("name", "is not 1 to 39 printable ASCII characters");
        prefix_ = root_.optional_text("prefix").value_or("");
        transposed_ = root_.flag("transposed", false);
        names_.layers = root_.count("layers", most_layers);
        names_.heads = root_.count("heads", most_columns);
        names_.heads_line = root_.line("heads");
        names_.pre_norm = choice(root_, "norm", {"pre", "post"}) == "pre";
        names_.activation = op_from_string(choice(root_, "activation", {"gelu", "relu", "silu", "tanh"}));
        names_.epsilon = root_.positive("epsilon");
        if (root_.has("score_scale")) names_.score_scale = root_.positive("score_scale");
        names_.causal = root_.flag("causal", false);
        source();
        layer();
        names_.final_norm = norm(root_, "final_norm", false);
        if (root_.has("pooling")) names_.mean_pooling = choice(root_, "pooling", {"mean", "none"}) == "mean";
        names_.head = linear(root_, "head", false);
        if (root_.has("head_activation"))
            names_.head_activation = op_from_string(choice(root_, "head_activation", {"tanh", "relu", "gelu", "silu"}));
        if (names_.head_activation && !names_.head.given()) root_.fail("head_activation", "there is no head");
        root_.finish();
        return std::move(names_);
    }

private:
    static std::string choice(YamlMap& map, const std::string& key, std::initializer_list<const char*> choices) {
        std::string value = map.text(key);
        std::string list;
        for (const char* known : choices) {
            if (value == known) return value;
            list += (list.empty() ? "" : ", ") + std::string(known);
        }
        map.fail(key, fmt::format("must be one of {}, got '{}'", list, value));
    }

    TensorName tensor(YamlMap& map, const std::string& key, bool required) {
        if (!required && !map.has(key)) return {};
        return {prefix_ + map.text(key), map.line(key)};
    }

    /// A name X means X.weight and X.bias; a map spells them out.
    TensorPair pair(YamlMap& map, const std::string& key, bool required, bool bias_required) {
        TensorPair result;
        if (!map.is_map(key)) {
            TensorName stem = tensor(map, key, required);
            if (!stem.given()) return {};
            constexpr std::string_view suffix = ".weight";
            if (stem.name.ends_with(suffix)) stem.name.resize(stem.name.size() - suffix.size());
            result.weight = {stem.name + std::string(suffix), stem.line};
            result.bias = {stem.name + ".bias", stem.line};
            result.bias_required = bias_required;
            result.transposed = transposed_;
            return result;
        }
        YamlMap inner = map.map(key);
        result.weight = tensor(inner, "weight", true);
        result.bias = tensor(inner, "bias", bias_required);
        result.bias_required = true;
        result.transposed = !bias_required && inner.flag("transposed", transposed_);
        inner.finish();
        return result;
    }
    TensorPair linear(YamlMap& map, const std::string& key, bool required) { return pair(map, key, required, false); }
    TensorPair norm(YamlMap& map, const std::string& key, bool required) { return pair(map, key, required, true); }

    void source() {
        names_.from_tokens = root_.has("embedding");
        const std::string key = names_.from_tokens ? "embedding" : "input";
        if (names_.from_tokens == root_.has("input")) root_.fail("input", "give either input or embedding");
        names_.source_line = root_.line(key);
        YamlMap map = root_.map(key);
        if (map.has("max_tokens")) names_.max_tokens = map.count("max_tokens", most_rows);
        names_.positions = tensor(map, "positions", false);
        names_.source_norm = norm(map, "norm", false);
        if (names_.from_tokens) {
            names_.table = tensor(map, "table", true);
            names_.token_types = tensor(map, "token_types", false);
            if (map.has("scale")) names_.scale = map.positive("scale");
            if (names_.token_types.given() && !names_.positions.given())
                map.fail("token_types", "are added to positions, which are not given");
        } else {
            names_.projection = linear(map, "projection", false);
            if (map.has("columns") || !names_.projection.given()) names_.columns = map.count("columns", most_columns);
            names_.class_token = tensor(map, "class_token", false);
            if (names_.class_token.given() && !names_.positions.given())
                map.fail("class_token", "is added to position 0, but no positions are given");
        }
        if (names_.max_tokens == 0 && !names_.positions.given())
            map.fail("max_tokens", "is needed where there are no positions");
        map.finish();
    }

    void layer() {
        YamlMap map = root_.map("layer");
        const std::string outer = prefix_;
        prefix_ += map.optional_text("prefix").value_or("");
        const bool packed = map.has("qkv");
        if (packed == (map.has("query") || map.has("key") || map.has("value")))
            map.fail("qkv", "give either qkv, or query, key and value");
        if (packed) {
            names_.qkv = linear(map, "qkv", true);
        } else {
            names_.query = linear(map, "query", true);
            names_.key = linear(map, "key", true);
            names_.value = linear(map, "value", true);
        }
        names_.attention_output = linear(map, "attention_output", true);
        names_.attention_norm = norm(map, "attention_norm", true);
        names_.ffn_up = linear(map, "ffn_up", true);
        names_.ffn_down = linear(map, "ffn_down", true);
        names_.ffn_norm = norm(map, "ffn_norm", true);
        map.finish();
        prefix_ = outer;
    }

    YamlMap root_;
    LayerNames names_;
    std::string prefix_;
    bool transposed_ = false;
};

} // namespace

LayerNames read_layer_names(const std::filesystem::path& file) {
    return Reader(file.string()).run();
}

} // namespace stavp::workloads
