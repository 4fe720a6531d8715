#pragma once

#include "workloads/float/sequence.h"
#include "workloads/model/model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::workloads {

/// Sequences for a model, each with what it is called in reports: a sentence's own text, or FILE.npy[INDEX].
struct ModelInputs {
    std::vector<Sequence> sequences;
    std::vector<std::string> labels;

    void append(ModelInputs more);
};

/// Whether the model begins with an input (rows of features) rather than an embedding (token ids).
bool takes_features(const Model& model);

/// Sentences through the model's tokeniser. Throws std::invalid_argument.
ModelInputs sentence_inputs(const Model& model, std::vector<std::string> sentences);

/// What `file` holds for `model`: features or token ids of a .npy file, else sentences, one per line. Throws
/// FormatError naming the file for contents that the model does not take: sentences for a model of features, features
/// for a model of tokens, other columns, too many rows, ids beyond the table.
ModelInputs read_model_inputs(const Model& model, const std::filesystem::path& file);

} // namespace stavp::workloads
