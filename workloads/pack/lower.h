#pragma once

#include "workloads/float/forward.h"

namespace stavp::workloads {

/// Builds the workload of a quantised model for a batch of sequences, each padded to `seq` rows. The embedding is
/// computed here, on the host: the workload's input is the embedded sequence. Throws std::invalid_argument for a model
/// that is not quantised, a sequence longer than `seq`, or an operation without integer form.
WorkloadBuilder lower(const Model& model, const std::vector<Sequence>& sequences, std::uint32_t seq,
                      EncodingChoice encoding = EncodingChoice::smallest);

/// Rows per sequence: the longest one rounded up to a multiple of 4, or `pad` if that is greater than 0. Throws
/// std::invalid_argument if `pad` is shorter than the longest sequence, or beyond 32768.
std::uint32_t padded_rows(const std::vector<Sequence>& sequences, std::uint32_t pad);

} // namespace stavp::workloads
