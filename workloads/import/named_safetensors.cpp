#include "workloads/import/named_safetensors.h"

#include "workloads/format/image.h"
#include "workloads/format/names.h"
#include "workloads/import/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stavp::workloads {

namespace {

/// 0 as an expected extent: any. Also the width as long as an absent tensor leaves it unknown.
constexpr std::size_t any = 0;

Parameter transpose(const Parameter& in) {
    Parameter out{{in.shape[1], in.shape[0]}, std::vector<float>(in.values.size())};
    for (std::size_t r = 0; r < in.shape[0]; ++r)
        for (std::size_t c = 0; c < in.shape[1]; ++c)
            out.values[c * in.shape[0] + r] = in.values[r * in.shape[1] + c];
    return out;
}

/// A convolution over patches [out, channels, height, width] is a product over flattened patches.
void flatten(Parameter& weight) {
    if (weight.shape.size() <= 2) return;
    weight.shape = {weight.shape[0], weight.values.size() / std::max<std::size_t>(weight.shape[0], 1)};
}

/// Drops dimensions of 1 at the front beyond `rank`.
Parameter squeezed(Parameter parameter, std::size_t rank) {
    while (parameter.shape.size() > rank && parameter.shape.front() == 1)
        parameter.shape.erase(parameter.shape.begin());
    return parameter;
}

class Encoder {
public:
    Encoder(const std::filesystem::path& weights, LayerNames names)
        : names_(std::move(names)), checkpoint_(weights, names_.file) {
        model_.name = names_.name.empty() ? model_name(weights) : names_.name;
        model_.provenance = {{"source", "safetensors"}, {"file", weights.filename().string()}};
    }

    Model run() {
        std::string x = names_.from_tokens ? embedding() : features();
        if (names_.source_norm.given()) x = layernorm("source_norm", x, names_.source_norm);
        for (std::uint32_t i = 0; i < names_.layers; ++i)
            x = layer(i, x);
        if (names_.final_norm.given()) x = layernorm("final_norm", x, names_.final_norm);
        if (names_.mean_pooling) x = add("pool", Op::meanpool, {x}).name;
        if (names_.head.given()) x = linear("head", x, names_.head, any);
        if (names_.head_activation) activation("head", *names_.head_activation);
        checkpoint_.refuse_absent();
        model_.provenance["unused_tensors"] = checkpoint_.unused();
        return std::move(model_);
    }

private:
    static std::string model_name(const std::filesystem::path& weights) {
        std::string name = weights.stem().string().substr(0, NMW_NAME_BYTES - 1);
        for (char& c : name)
            if (!is_name(std::string_view(&c, 1))) c = '_';
        return name;
    }

    [[noreturn]] void fail(int line, const std::string& reason) const {
        throw FormatError(fmt::format("{}:{}: {}", names_.file, line, reason));
    }

    /// The expected shape, unless the tensor is absent (which is said later, with all others).
    void expect(const Parameter& parameter, const TensorName& name, const std::vector<std::size_t>& expected) const {
        if (parameter.shape.empty() && parameter.values.empty()) return;
        bool right = parameter.shape.size() == expected.size() && !parameter.values.empty();
        for (std::size_t i = 0; right && i < expected.size(); ++i)
            right = expected[i] == any || parameter.shape[i] == expected[i];
        if (right) return;
        std::vector<std::string> wanted;
        for (const std::size_t extent : expected)
            wanted.push_back(extent == any ? "*" : std::to_string(extent));
        const bool turned = parameter.shape.size() == 2 && expected.size() == 2 &&
                            (expected[0] == any || parameter.shape[1] == expected[0]) &&
                            (expected[1] == any || parameter.shape[0] == expected[1]);
        fail(name.line, fmt::format("tensor {} is [{}], expected [{}]{}", name.name, fmt::join(parameter.shape, ", "),
                                    fmt::join(wanted, ", "), turned ? " (transposed?)" : ""));
    }

    TensorPair numbered(TensorPair pair, std::uint32_t index) const {
        for (std::string* name : {&pair.weight.name, &pair.bias.name})
            for (std::size_t at = name->find("{i}"); at != std::string::npos; at = name->find("{i}"))
                name->replace(at, 3, std::to_string(index));
        return pair;
    }

    Node& add(const std::string& name, Op op, std::vector<std::string> inputs) {
        Node& node = model_.nodes.emplace_back();
        node.name = name;
        node.op = op;
        node.inputs = std::move(inputs);
        return node;
    }

    Parameter read_weight(const TensorPair& pair, std::size_t out) {
        Parameter weight = checkpoint_.read(pair.weight);
        flatten(weight);
        if (pair.transposed) {
            expect(weight, pair.weight, {width_, out});
            return weight.values.empty() ? weight : transpose(weight);
        }
        expect(weight, pair.weight, {out, width_});
        return weight;
    }

    /// Empty if there is none.
    Parameter read_bias(const TensorPair& pair, std::size_t out) {
        if (!pair.bias.given() || (!pair.bias_required && !checkpoint_.has(pair.bias.name))) return {};
        Parameter bias = checkpoint_.read(pair.bias);
        expect(bias, pair.bias, {out});
        return bias;
    }

    /// Takes the width along.
    std::string add_gemm(const std::string& name, const std::string& input, Parameter weight, Parameter bias) {
        Node& node = add(name, Op::gemm, {input});
        node.weight = name + ".weight";
        if (!bias.values.empty()) {
            node.bias = name + ".bias";
            model_.parameters[node.bias] = std::move(bias);
        }
        width_ = weight.shape.empty() ? any : weight.shape[0];
        model_.parameters[node.weight] = std::move(weight);
        return name;
    }

    std::string linear(const std::string& name, const std::string& input, const TensorPair& pair, std::size_t out) {
        Parameter weight = read_weight(pair, out);
        Parameter bias = read_bias(pair, weight.shape.empty() ? any : weight.shape[0]);
        return add_gemm(name, input, std::move(weight), std::move(bias));
    }

    /// Three products side by side; a bias that only some have is zero for the others.
    std::string packed_qkv(const std::string& name, const std::string& input, std::uint32_t index) {
        Parameter weight;
        Parameter bias;
        const std::size_t d = width_;
        std::size_t biases = 0;
        for (const TensorPair* part : {&names_.query, &names_.key, &names_.value}) {
            const TensorPair pair = numbered(*part, index);
            const Parameter one = read_weight(pair, d);
            Parameter one_bias = read_bias(pair, d);
            biases += one_bias.values.empty() ? 0 : 1;
            one_bias.values.resize(one.shape.empty() ? 0 : one.shape[0]);
            weight.values.insert(weight.values.end(), one.values.begin(), one.values.end());
            bias.values.insert(bias.values.end(), one_bias.values.begin(), one_bias.values.end());
        }
        if (d != any) weight.shape = {3 * d, d};
        bias.shape = {bias.values.size()};
        if (biases == 0) bias = {};
        return add_gemm(name, input, std::move(weight), std::move(bias));
    }

    std::string layernorm(const std::string& name, const std::string& input, const TensorPair& pair) {
        Node& node = add(name, Op::layernorm, {input});
        node.epsilon = names_.epsilon;
        node.weight = name + ".gamma";
        node.bias = name + ".beta";
        for (const auto& [tensor, parameter] :
             {std::pair(&pair.weight, node.weight), std::pair(&pair.bias, node.bias)}) {
            Parameter values = checkpoint_.read(*tensor);
            expect(values, *tensor, {width_});
            model_.parameters[parameter] = std::move(values);
        }
        return name;
    }

    std::string activation(const std::string& of, Op op) {
        return add(of + "." + std::string(to_string(op)), op, {of}).name;
    }

    /// Rows of positions, with `extra` added to every row; sets max_tokens of the source.
    Parameter read_positions(const TensorName& extra) {
        Parameter positions = squeezed(checkpoint_.read(names_.positions), 2);
        expect(positions, names_.positions, {any, width_});
        const std::size_t rows = positions.shape.empty() ? 0 : positions.shape[0];
        Node& source = model_.nodes.front();
        if (source.max_tokens == 0) source.max_tokens = static_cast<std::uint32_t>(rows);
        if (rows != 0 && source.max_tokens > rows)
            fail(names_.source_line, fmt::format("max_tokens {} are more than the {} rows of {}", source.max_tokens,
                                                 rows, names_.positions.name));
        if (!extra.given()) return positions;
        const Parameter row = squeezed(checkpoint_.read(extra), 2);
        if (row.shape.size() == 2)
            expect(row, extra, {any, width_});
        else
            expect(row, extra, {width_});
        if (!row.values.empty())
            for (std::size_t i = 0; i < positions.values.size(); ++i)
                positions.values[i] += row.values[i % width_];
        return positions;
    }

    std::string embedding() {
        Node& node = add("embedding", Op::embedding, {});
        node.weight = "embedding.table";
        node.table_scale = names_.scale;
        node.max_tokens = names_.max_tokens;
        Parameter table = checkpoint_.read(names_.table);
        expect(table, names_.table, {any, any});
        if (table.shape.size() == 2) width_ = table.shape[1];
        model_.parameters[node.weight] = std::move(table);
        if (names_.positions.given()) {
            node.positions = "embedding.positions";
            model_.parameters["embedding.positions"] = read_positions(names_.token_types);
        }
        return node.name;
    }

    std::string features() {
        Node& node = add("input", Op::input, {});
        node.columns = names_.columns;
        node.max_tokens = names_.max_tokens;
        width_ = names_.columns;
        std::string x = node.name;
        if (names_.projection.given()) {
            x = linear("projection", x, names_.projection, any);
            const Parameter& weight = model_.parameters.at("projection.weight");
            if (!weight.shape.empty()) model_.nodes.front().columns = static_cast<std::uint32_t>(weight.shape[1]);
        }
        if (!names_.positions.given()) return x;
        Parameter positions = read_positions({});
        if (names_.class_token.given()) set_class_token(positions);
        x = add("positions", Op::positions, {x}).name;
        model_.nodes.back().weight = "positions.table";
        model_.parameters["positions.table"] = std::move(positions);
        return x;
    }

    /// A first row of zeros comes out of the projection as its bias: what position 0 adds makes it the class token.
    void set_class_token(Parameter& positions) {
        const Parameter token = squeezed(checkpoint_.read(names_.class_token), 1);
        expect(token, names_.class_token, {width_});
        if (token.values.empty() || positions.values.empty()) return;
        const auto bias = model_.parameters.find("projection.bias");
        for (std::size_t c = 0; c < width_; ++c) {
            positions.values[c] += token.values[c];
            if (bias != model_.parameters.end() && c < bias->second.values.size())
                positions.values[c] -= bias->second.values[c];
        }
    }

    std::string layer(std::uint32_t index, const std::string& input) {
        const std::string prefix = "layer" + std::to_string(index) + ".";
        const std::size_t d = width_;
        if (d % names_.heads != 0)
            fail(names_.heads_line, fmt::format("{} heads do not divide {} columns", names_.heads, d));
        const auto norm = [&](const char* name, const std::string& x, const TensorPair& pair) {
            return layernorm(prefix + name, x, numbered(pair, index));
        };
        std::string x = names_.pre_norm ? norm("norm1", input, names_.attention_norm) : input;
        x = names_.qkv.given() ? linear(prefix + "qkv", x, numbered(names_.qkv, index), 3 * d)
                               : packed_qkv(prefix + "qkv", x, index);
        Node& attention = add(prefix + "attention", Op::attention, {x});
        attention.heads = names_.heads;
        attention.causal = names_.causal;
        attention.score_scale = names_.score_scale;
        if (attention.score_scale == 0) // d is 0 only if a tensor is absent
            attention.score_scale = 1 / std::sqrt(std::max(1.0, static_cast<double>(d) / names_.heads));
        width_ = d;
        x = linear(prefix + "output", attention.name, numbered(names_.attention_output, index), d);
        std::string residual = add(prefix + "add1", Op::add, {x, input}).name;
        if (!names_.pre_norm) residual = norm("norm1", residual, names_.attention_norm);
        x = names_.pre_norm ? norm("norm2", residual, names_.ffn_norm) : residual;
        x = linear(prefix + "ffn1", x, numbered(names_.ffn_up, index), any);
        x = activation(x, names_.activation);
        x = linear(prefix + "ffn2", x, numbered(names_.ffn_down, index), d);
        x = add(prefix + "add2", Op::add, {x, residual}).name;
        return names_.pre_norm ? x : norm("norm2", x, names_.ffn_norm);
    }

    LayerNames names_;
    Checkpoint checkpoint_;
    Model model_;
    std::size_t width_ = any; ///< columns of the value that is being extended
};

} // namespace

Model import_safetensors(const std::filesystem::path& weights, const std::filesystem::path& layers_yaml) {
    Model model = Encoder(weights, read_layer_names(layers_yaml)).run();
    try {
        infer_columns(model);
    } catch (const std::invalid_argument& error) {
        throw FormatError(layers_yaml.string() + ": " + error.what());
    }
    return model;
}

} // namespace stavp::workloads
