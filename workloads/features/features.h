#pragma once

#include "workloads/float/sequence.h"

#include <filesystem>

namespace stavp::workloads {

/// Sequences of a .npy file. Floats (f2, f4, f8): [S, T, d] is S sequences of T rows of d features, [T, d] is one.
/// Signed or unsigned integers: [S, T] is S sequences of T token ids, [T] is one. Throws FormatError naming file and
/// reason, also for values that are not finite or do not fit (with their place).
std::vector<Sequence> read_features(const std::filesystem::path& file);

/// Writes sequences of features, all of one shape, as float32 [S, T, d]. Throws std::invalid_argument for sequences
/// that differ in shape, token ids, or none at all.
void write_features(const std::filesystem::path& file, const std::vector<Sequence>& sequences);

} // namespace stavp::workloads
