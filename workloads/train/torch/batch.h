#pragma once

#include "workloads/tasks/task.h"
#include "workloads/train/torch/torch.h"

#include <span>
#include <vector>

namespace stavp::workloads {

/// How the rows of a value belong to sequences, which lie one after another without padding.
struct Rows {
    at::Tensor offsets;   ///< int64 [sequences + 1]
    at::Tensor positions; ///< int64 [rows]: index of a row within its sequence
    std::int64_t sequences() const { return offsets.size(0) - 1; }
};

struct Batch {
    at::Tensor ids;      ///< int64 [rows], or
    at::Tensor features; ///< float [rows, columns]
    Rows rows;
    Rows pooled;       ///< of values that have one row per sequence
    at::Tensor labels; ///< int64 [sequences]
};

/// Throws std::invalid_argument naming the sample for anything that the model cannot take: no or too many rows, ids
/// beyond the table, features of another width, labels beyond `classes`.
void check_samples(const Model& model, const Samples& samples, std::uint32_t classes);
Batch make_batch(const Samples& samples, std::span<const std::size_t> indices);
/// Cuts indices into `parts` runs of about as many rows each; some may be empty.
std::vector<std::span<const std::size_t>> split_by_rows(const Samples& samples, std::span<const std::size_t> indices,
                                                        std::size_t parts);

} // namespace stavp::workloads
