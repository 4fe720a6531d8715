#include "workloads/features/model_inputs.h"

#include "workloads/features/features.h"
#include "workloads/float/forward.h"
#include "workloads/format/image.h"
#include "workloads/tokenizer/sentences.h"

#include <iterator>
#include <stdexcept>

namespace stavp::workloads {

namespace {

ModelInputs read_npy_inputs(const Model& model, const std::filesystem::path& file) {
    ModelInputs inputs;
    inputs.sequences = read_features(file);
    for (std::size_t i = 0; i < inputs.sequences.size(); ++i) {
        inputs.labels.push_back(file.filename().string() + "[" + std::to_string(i) + "]");
        try {
            first_value(model, inputs.sequences[i]);
        } catch (const std::invalid_argument& error) {
            throw FormatError(file.string() + ": sequence " + std::to_string(i) + ": " + error.what());
        }
    }
    return inputs;
}

} // namespace

void ModelInputs::append(ModelInputs more) {
    std::move(more.sequences.begin(), more.sequences.end(), std::back_inserter(sequences));
    std::move(more.labels.begin(), more.labels.end(), std::back_inserter(labels));
}

bool takes_features(const Model& model) {
    return !model.nodes.empty() && model.nodes.front().op == Op::input;
}

ModelInputs sentence_inputs(const Model& model, std::vector<std::string> sentences) {
    const Tokenizer tokenizer(model.vocabulary);
    ModelInputs inputs;
    for (const std::string& sentence : sentences)
        inputs.sequences.emplace_back(tokenise(model, tokenizer, sentence));
    inputs.labels = std::move(sentences);
    return inputs;
}

ModelInputs read_model_inputs(const Model& model, const std::filesystem::path& file) {
    if (file.extension() == ".npy") return read_npy_inputs(model, file);
    if (takes_features(model))
        throw FormatError(file.string() + ": model " + model.name + " takes rows of features: give a .npy file");
    return sentence_inputs(model, read_sentences(file));
}

} // namespace stavp::workloads
