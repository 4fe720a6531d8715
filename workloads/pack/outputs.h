#pragma once

#include "workloads/float/forward.h"
#include "workloads/format/image.h"

#include <vector>

namespace stavp::workloads {

/// Consecutive rows of a workload's output.
struct RowRange {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// The rows of the output that belong to each sequence: its one row if the output is pooled, else its real rows. The
/// rows in between are padding: no comparison looks at them.
std::vector<RowRange> output_rows(const Image& image);

/// Whether the output has one row per sequence because a meanpool came before it.
bool pooled_output(const Model& model);

/// Float outputs, one matrix per sequence.
std::vector<Matrix> float_outputs(const Model& model, const std::vector<Sequence>& sequences);
/// As the rows of a workload's output: as they are if pooled, else `seq` rows per sequence, those of padding zero.
Matrix as_output_rows(const std::vector<Matrix>& outputs, bool pooled, std::uint32_t seq);

/// One row per sequence: the mean over its rows (a single row is itself).
Matrix sequence_means(const std::vector<Matrix>& outputs);
Matrix sequence_means(const Matrix& output, const std::vector<RowRange>& rows);
/// The values of one sequence's rows.
std::span<const float> sequence_values(const Matrix& output, const RowRange& rows);

/// How far an output is from its reference over real rows. A value that is not a number is infinitely far.
struct OutputError {
    double rms = 0;
    double max = 0;
    std::size_t sequence = 0; ///< where the greatest error is
    std::size_t row = 0;      ///< within the sequence
    std::size_t column = 0;
};
OutputError output_error(const Matrix& output, const Matrix& reference, const std::vector<RowRange>& rows);

} // namespace stavp::workloads
