#include "workloads/pack/evaluate.h"

#include "workloads/features/model_inputs.h"
#include "workloads/pack/integer_run.h"
#include "workloads/pack/outputs.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

void include(Agreement& agreement, const std::vector<Matrix>& a, const std::vector<Matrix>& b, std::size_t total) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double value = cosine(a[i].values, b[i].values);
        agreement.mean += value / static_cast<double>(total);
        agreement.minimum = std::min(agreement.minimum, value);
    }
}

std::size_t weight_bytes(const Model& model) {
    std::size_t bytes = 0;
    for (const Node& node : model.nodes) {
        if (node.op != Op::gemm) continue;
        const auto& shape = model.parameter(node.weight).shape;
        const std::size_t m = node.pattern.dense() ? 1 : node.pattern.m;
        const std::size_t groups = (shape[1] + m - 1) / m;
        bytes += shape[0] * (node.pattern.dense() ? shape[1] : groups * node.pattern.n + (groups * m + 7) / 8);
    }
    return bytes;
}

} // namespace

Evaluation evaluate(const Model& model, const std::vector<Sequence>& sequences, const Model* dense) {
    Evaluation result{sequences.size(), weight_bytes(model), std::nullopt, std::nullopt};
    if (model.is_quantised()) result.int8_to_float.emplace();
    if (dense) result.float_to_dense.emplace();
    for (std::size_t first = 0; first < sequences.size(); first += batch_sequences) {
        const std::size_t end = std::min(first + batch_sequences, sequences.size());
        const std::vector<Sequence> batch(sequences.begin() + static_cast<std::ptrdiff_t>(first),
                                          sequences.begin() + static_cast<std::ptrdiff_t>(end));
        const std::vector<Matrix> reference = float_outputs(model, batch);
        if (result.int8_to_float)
            include(*result.int8_to_float, integer_outputs(model, batch), reference, sequences.size());
        if (dense) include(*result.float_to_dense, reference, float_outputs(*dense, batch), sequences.size());
    }
    return result;
}

Evaluation evaluate(const Model& model, const std::vector<std::string>& sentences, const Model* dense) {
    return evaluate(model, sentence_inputs(model, sentences).sequences, dense);
}

} // namespace stavp::workloads
