#pragma once

#include "workloads/format/image.h"
#include "workloads/pack/lower.h"

#include <optional>

namespace stavp::workloads {

struct PackRequest {
    std::vector<std::string> sentences;
    std::uint32_t seq_pad = 0;                          ///< rows per sequence; 0: see padded_rows()
    EncodingChoice encoding = EncodingChoice::smallest; ///< of sparse weights
    const Model* dense = nullptr;                       ///< the model before pruning, for the meta data
};

/// A workload for a batch of sentences. Its float reference is the output of the model's float parameters (pruned, not
/// quantised); its meta data hold sentences, token ids, patterns and the pairwise float cosines. Throws
/// std::invalid_argument.
WorkloadBuilder pack(const Model& model, const PackRequest& request);

/// Float embeddings, one row per sentence.
Matrix float_embeddings(const Model& model, const std::vector<Sequence>& sequences);

/// One pattern if every gemm has the same, else a list like "2:8 (6 layers), dense (2 layers)".
std::string pattern_summary(const Model& model);

} // namespace stavp::workloads
