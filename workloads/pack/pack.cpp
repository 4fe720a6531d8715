#include "workloads/pack/pack.h"

#include "workloads/pack/similarity.h"
#include "workloads/tokenizer/sentences.h"

#include <algorithm>
#include <stdexcept>

namespace stavp::workloads {

namespace {

using nlohmann::json;

json describe(const Model& model, const PackRequest& request, const std::vector<Sequence>& sequences,
              const Matrix& reference) {
    json meta{{"model", model.name},
              {"pattern", pattern_summary(model)},
              {"provenance", model.provenance},
              {"sentences", json::array()},
              {"layers", json::object()},
              {"cosine", {{"float", pairwise_cosines(reference)}}}};
    for (std::size_t i = 0; i < sequences.size(); ++i)
        meta["sentences"].push_back({{"text", request.sentences[i]}, {"tokens", std::get<TokenIds>(sequences[i])}});
    for (const Node& node : model.nodes)
        if (node.op == Op::gemm) meta["layers"][node.name] = to_string(node.pattern);
    if (request.dense) meta["cosine"]["dense_float"] = pairwise_cosines(float_embeddings(*request.dense, sequences));
    return meta;
}

} // namespace

Matrix float_embeddings(const Model& model, const std::vector<Sequence>& sequences) {
    Matrix all;
    for (const Sequence& sequence : sequences) {
        const Matrix row = forward(model, sequence);
        if (row.rows != 1) throw std::invalid_argument("model " + model.name + " gives no single row per sequence");
        all.cols = row.cols;
        ++all.rows;
        all.values.insert(all.values.end(), row.values.begin(), row.values.end());
    }
    return all;
}

std::string pattern_summary(const Model& model) {
    std::vector<std::pair<std::string, int>> counts;
    for (const Node& node : model.nodes) {
        if (node.op != Op::gemm) continue;
        const std::string pattern = to_string(node.pattern);
        const auto found =
            std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == pattern; });
        if (found == counts.end())
            counts.emplace_back(pattern, 1);
        else
            ++found->second;
    }
    if (counts.size() == 1) return counts.front().first;
    std::string text;
    for (const auto& [pattern, count] : counts)
        text += (text.empty() ? "" : ", ") + pattern + " (" + std::to_string(count) + " layers)";
    return text;
}

WorkloadBuilder pack(const Model& model, const PackRequest& request) {
    if (request.sentences.empty()) throw std::invalid_argument("no input sentences");
    const Tokenizer tokenizer(model.vocabulary);
    std::vector<Sequence> sequences;
    for (const std::string& sentence : request.sentences)
        sequences.emplace_back(tokenise(model, tokenizer, sentence));
    WorkloadBuilder builder = lower(model, sequences, padded_rows(sequences, request.seq_pad), request.encoding);
    const Matrix reference = float_embeddings(model, sequences);
    builder.set_meta(describe(model, request, sequences, reference).dump());
    builder.set_float_reference(reference.values);
    return builder;
}

} // namespace stavp::workloads
