#include "workloads/pack/pack.h"

#include "workloads/pack/outputs.h"
#include "workloads/pack/prediction.h"
#include "workloads/pack/saturation.h"
#include "workloads/pack/similarity.h"

#include <algorithm>
#include <stdexcept>

namespace stavp::workloads {

namespace {

using nlohmann::json;

json describe(const Model& model, const ModelInputs& inputs) {
    json list = json::array();
    for (std::size_t i = 0; i < inputs.sequences.size(); ++i) {
        if (const auto* ids = std::get_if<TokenIds>(&inputs.sequences[i]))
            list.push_back({{"text", inputs.labels[i]}, {"tokens", *ids}});
        else
            list.push_back({{"label", inputs.labels[i]}, {"rows", row_count(inputs.sequences[i])}});
    }
    json meta{{"model", model.name},
              {"pattern", pattern_summary(model)},
              {"provenance", model.provenance},
              {takes_features(model) ? "sequences" : "sentences", std::move(list)},
              {"layers", json::object()}};
    for (const Node& node : model.nodes)
        if (node.op == Op::gemm) meta["layers"][node.name] = to_string(node.pattern);
    return meta;
}

ModelInputs inputs_of(const Model& model, const PackRequest& request) {
    ModelInputs inputs;
    if (!request.sentences.empty()) inputs = sentence_inputs(model, request.sentences);
    inputs.append(request.inputs);
    if (inputs.sequences.empty()) throw std::invalid_argument("no input sequences");
    inputs.labels.resize(inputs.sequences.size());
    return inputs;
}

} // namespace

Matrix float_embeddings(const Model& model, const std::vector<Sequence>& sequences) {
    return sequence_means(float_outputs(model, sequences));
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
    const ModelInputs inputs = inputs_of(model, request);
    const std::uint32_t seq = padded_rows(inputs.sequences, request.seq_pad);
    WorkloadBuilder builder = lower(model, inputs.sequences, seq, request.encoding);
    const std::vector<Matrix> outputs = float_outputs(model, inputs.sequences);
    json meta = describe(model, inputs);
    meta["cosine"]["float"] = pairwise_cosines(sequence_means(outputs));
    if (request.dense)
        meta["cosine"]["dense_float"] = pairwise_cosines(float_embeddings(*request.dense, inputs.sequences));
    if (const auto prediction = noted_prediction(model)) {
        meta[predicted_error_key] = to_json(*prediction);
        meta[predicted_error_key][saturation_key] = to_json(saturation_error(model, inputs.sequences, outputs));
    }
    builder.set_meta(meta.dump());
    builder.set_float_reference(as_output_rows(outputs, pooled_output(model), seq).values);
    return builder;
}

} // namespace stavp::workloads
