#include "workloads/pack/evaluate.h"

#include "workloads/pack/pack.h"
#include "workloads/pack/similarity.h"
#include "workloads/tokenizer/sentences.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

constexpr std::size_t batch = 16; // sentences per workload: bounds memory and padding

void include(Agreement& agreement, const Matrix& a, const Matrix& b, std::size_t total) {
    for (std::size_t r = 0; r < a.rows; ++r) {
        const double value = cosine(a.row(r), b.row(r));
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

Evaluation evaluate(const Model& model, const std::vector<std::string>& sentences, const Model* dense) {
    const Tokenizer tokenizer(model.vocabulary);
    Evaluation result{sentences.size(), weight_bytes(model), std::nullopt, std::nullopt};
    if (model.is_quantised()) result.int8_to_float.emplace();
    if (dense) result.float_to_dense.emplace();
    for (std::size_t first = 0; first < sentences.size(); first += batch) {
        std::vector<Sequence> sequences;
        for (std::size_t i = first; i < std::min(first + batch, sentences.size()); ++i)
            sequences.emplace_back(tokenise(model, tokenizer, sentences[i]));
        const Matrix reference = float_embeddings(model, sequences);
        if (result.int8_to_float) {
            const WorkloadBuilder workload = lower(model, sequences, padded_rows(sequences, 0));
            const Image image = Image::parse(workload.image_bytes(), "workload of " + model.name);
            include(*result.int8_to_float, integer_reference(image), reference, sentences.size());
        }
        if (dense) include(*result.float_to_dense, reference, float_embeddings(*dense, sequences), sentences.size());
    }
    return result;
}

} // namespace stavp::workloads
