#include "workloads/tasks/encoder.h"

#include "workloads/tasks/initial_weights.h"

#include <cmath>

namespace stavp::workloads {

namespace {

constexpr double layernorm_epsilon = 1e-5;
constexpr double position_deviation = 0.02;

class EncoderBuilder {
public:
    EncoderBuilder(const EncoderShape& shape, std::uint64_t seed) : shape_(shape), weights_(seed) {}

    Model run() {
        model_.name = shape_.name;
        add_node({.name = "input", .op = Op::input, .max_tokens = shape_.rows, .columns = shape_.columns});
        gemm("embed", "input", shape_.d, shape_.columns);
        model_.parameters["positions.weight"] =
            weights_.normal("positions.weight", shape_.rows, shape_.d, position_deviation);
        add_node({.name = "positions", .op = Op::positions, .inputs = {"embed"}, .weight = "positions.weight"});
        std::string stream = "positions";
        for (std::uint32_t layer = 0; layer < shape_.layers; ++layer)
            stream = block("layer" + std::to_string(layer) + ".", stream);
        layernorm("norm", stream);
        add_node({.name = "pool", .op = Op::meanpool, .inputs = {"norm"}});
        gemm("head", "pool", shape_.classes, shape_.d);
        infer_columns(model_);
        return std::move(model_);
    }

private:
    void add_node(Node node) { model_.nodes.push_back(std::move(node)); }

    /// `products`: how many of them the rows of the weight pack together.
    void gemm(const std::string& name, const std::string& input, std::size_t out, std::size_t in,
              std::size_t products = 1) {
        const std::string weight = name + ".weight";
        const std::string bias = name + ".bias";
        model_.parameters[weight] = weights_.xavier(weight, out, in, out / products);
        model_.parameters[bias] = InitialWeights::constant(out, 0);
        add_node({.name = name, .op = Op::gemm, .inputs = {input}, .weight = weight, .bias = bias});
    }

    void layernorm(const std::string& name, const std::string& input) {
        model_.parameters[name + ".gamma"] = InitialWeights::constant(shape_.d, 1);
        model_.parameters[name + ".beta"] = InitialWeights::constant(shape_.d, 0);
        add_node({.name = name,
                  .op = Op::layernorm,
                  .inputs = {input},
                  .weight = name + ".gamma",
                  .bias = name + ".beta",
                  .epsilon = layernorm_epsilon});
    }

    std::string block(const std::string& prefix, const std::string& x) {
        layernorm(prefix + "norm1", x);
        const std::uint32_t head_width = shape_.d / shape_.heads;
        gemm(prefix + "qkv", prefix + "norm1", std::size_t{3} * shape_.d, shape_.d, 3);
        add_node({.name = prefix + "attention",
                  .op = Op::attention,
                  .inputs = {prefix + "qkv"},
                  .heads = shape_.heads,
                  .score_scale = 1 / std::sqrt(static_cast<double>(head_width))});
        gemm(prefix + "output", prefix + "attention", shape_.d, shape_.d);
        add_node({.name = prefix + "add1", .op = Op::add, .inputs = {prefix + "output", x}});

        layernorm(prefix + "norm2", prefix + "add1");
        gemm(prefix + "ffn1", prefix + "norm2", shape_.ffn, shape_.d);
        const std::string activated = prefix + "ffn1." + std::string(to_string(shape_.activation));
        add_node({.name = activated, .op = shape_.activation, .inputs = {prefix + "ffn1"}});
        gemm(prefix + "ffn2", activated, shape_.d, shape_.ffn);
        add_node({.name = prefix + "add2", .op = Op::add, .inputs = {prefix + "ffn2", prefix + "add1"}});
        return prefix + "add2";
    }

    const EncoderShape& shape_;
    InitialWeights weights_;
    Model model_;
};

} // namespace

Model make_encoder(const EncoderShape& shape, std::uint64_t seed) {
    return EncoderBuilder(shape, seed).run();
}

} // namespace stavp::workloads
