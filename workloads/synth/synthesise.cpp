#include "workloads/synth/synthesise.h"
#include "workloads/format/layout.h"
#include "workloads/synth/calibrated_layers.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace stavp::workloads {
namespace {

class Stack {
public:
    Stack(CalibratedLayers& layers, const Recipe& recipe) : layers_(layers), recipe_(recipe) {}

    /// BERT: normalise after each residual addition; int8 in, int8 out.
    Value post_norm_block(const std::string& block, const Value& x) {
        const Value sum1 = layers_.add(block + ".add1", x, attend(block, x));
        const Value norm1 = layers_.layernorm(block + ".norm1", sum1);
        const Value sum2 = layers_.add(block + ".add2", norm1, feed_forward(block, norm1));
        return layers_.layernorm(block + ".norm2", sum2);
    }

    /// ViT, GPT-2: an int16 residual stream, normalised on the way into each branch.
    Value pre_norm_block(const std::string& block, const Value& x) {
        const Value sum1 = layers_.add(block + ".add1", x, attend(block, layers_.layernorm(block + ".norm1", x)));
        return layers_.add(block + ".add2", sum1, feed_forward(block, layers_.layernorm(block + ".norm2", sum1)));
    }

private:
    Value attend(const std::string& block, const Value& x) {
        const Value qkv = layers_.gemm(block + ".qkv", x, 3 * recipe_.d_model, NMW_I8, false);
        return layers_.gemm(block + ".proj", layers_.attention(block + ".attention", qkv), recipe_.d_model, NMW_I16,
                            false);
    }

    Value feed_forward(const std::string& block, const Value& x) {
        const bool relu = recipe_.activation == Activation::relu;
        Value hidden = layers_.gemm(block + ".ffn1", x, recipe_.ffn, NMW_I8, relu);
        if (!relu) hidden = layers_.gelu(block + ".gelu", hidden);
        return layers_.gemm(block + ".ffn2", hidden, recipe_.d_model, NMW_I16, false);
    }

    CalibratedLayers& layers_;
    const Recipe& recipe_;
};

std::string provenance(const SynthOptions& options) {
    const Recipe& r = options.recipe;
    return nlohmann::ordered_json{{"source", "nmprune synth: random weights, not a trained model"},
                                  {"shape", r.name},
                                  {"d_model", r.d_model},
                                  {"heads", r.heads},
                                  {"ffn", r.ffn},
                                  {"layers", r.layers},
                                  {"seq", r.seq},
                                  {"norm", r.norm == NormPlacement::pre ? "pre" : "post"},
                                  {"activation", r.activation == Activation::gelu ? "gelu" : "relu"},
                                  {"causal", r.causal},
                                  {"pattern", to_string(options.pattern)},
                                  {"seed", options.seed}}
        .dump();
}

/// Bytes of all activations, which the arena holds side by side.
void check_size(const SynthOptions& options) {
    const Recipe& r = options.recipe;
    const std::uint64_t row_bytes = 14 * std::uint64_t{r.d_model} + 2 * std::uint64_t{r.ffn};
    const std::uint64_t bytes = options.valid.size() * std::uint64_t{r.seq} * r.layers * row_bytes;
    if (bytes > max_arena_bytes)
        throw std::invalid_argument(
            fmt::format("activations of {} GiB are more than {}", bytes >> 30, max_arena_bytes >> 30));
}

} // namespace

WorkloadBuilder synthesise(const SynthOptions& options, const std::function<void(std::size_t)>& progress) {
    const Recipe& recipe = options.recipe;
    recipe.validate();
    check_size(options);
    std::vector<nmw_sequence> sequences;
    for (const std::uint32_t valid : options.valid)
        sequences.push_back({valid, 0, 0, 0});
    WorkloadBuilder builder(recipe.name, recipe.seq, std::move(sequences));
    builder.encode_weights(options.encoding);
    CalibratedLayers layers(builder, options);
    Stack stack(layers, recipe);

    const bool pre = recipe.norm == NormPlacement::pre;
    Value x = layers.input("input", pre ? NMW_I16 : NMW_I8);
    for (std::uint32_t i = 0; i < recipe.layers; ++i) {
        if (progress) progress(i);
        const std::string block = fmt::format("layer{}", i);
        x = pre ? stack.pre_norm_block(block, x) : stack.post_norm_block(block, x);
    }
    if (pre) x = layers.layernorm("final.norm", x);
    builder.set_output(x.id);
    builder.set_meta(provenance(options));
    return builder;
}

} // namespace stavp::workloads
