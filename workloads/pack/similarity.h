#pragma once

#include "workloads/float/forward.h"
#include "workloads/format/image.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace stavp::workloads {

/// Symmetric matrix of cosines between rows.
std::vector<std::vector<double>> pairwise_cosines(const Matrix& rows);

/// A tensor of integers (rows x cols, little-endian, an nmw_dtype) as reals. Throws FormatError starting with `where`
/// if `bytes` do not fit.
Matrix to_reals(std::span<const std::uint8_t> bytes, std::uint32_t dtype, std::size_t rows, std::size_t cols,
                double scale, const std::string& where);

/// The workload's expected output as reals.
Matrix integer_reference(const Image& image);
/// The float reference of the output, if the workload has one.
std::optional<Matrix> float_reference(const Image& image);
/// What a platform run computed: the first of summary.json's outputs[] in folder `run`. Throws FormatError.
Matrix run_output(const std::filesystem::path& run);
/// The same, which must have the shape of this workload's output.
Matrix run_output(const std::filesystem::path& run, const Image& image);

} // namespace stavp::workloads
