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
        const auto rows = static_cast<std::uint32_t>(shape[0]);
        const auto cols = static_cast<std::uint32_t>(shape[1]);
        bytes +=
            stored_bytes(rows, cols, node.pattern, choose_encoding(rows, cols, node.pattern, EncodingChoice::smallest));
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
