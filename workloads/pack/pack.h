#pragma once

#include "workloads/features/model_inputs.h"
#include "workloads/format/image.h"
#include "workloads/pack/lower.h"

#include <optional>

namespace stavp::workloads {

struct PackRequest {
    std::vector<std::string> sentences{};               ///< for models with a vocabulary
    std::uint32_t seq_pad = 0;                          ///< rows per sequence; 0: see padded_rows()
    EncodingChoice encoding = EncodingChoice::smallest; ///< of sparse weights
    const Model* dense = nullptr;                       ///< the model before pruning, for the meta data
    ModelInputs inputs{};                               ///< features or token ids, after the sentences
};

/// A workload for a batch of sequences. Its float reference is the output of the model's float parameters (pruned, not
/// quantised), with zeros in the rows of padding if the output has a row per token; its meta data hold what was packed
/// (sentences and token ids, or labels and rows of features), patterns, the pairwise float cosines and the predicted
/// error of quantisation. Throws std::invalid_argument.
WorkloadBuilder pack(const Model& model, const PackRequest& request);

/// Float embeddings, one row per sequence: the output's row, or the mean of its rows if the output has one per token.
Matrix float_embeddings(const Model& model, const std::vector<Sequence>& sequences);

/// One pattern if every gemm has the same, else a list like "2:8 (6 layers), dense (2 layers)".
std::string pattern_summary(const Model& model);

} // namespace stavp::workloads
