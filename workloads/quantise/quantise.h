#pragma once

#include "workloads/quantise/calibrate.h"

namespace stavp::workloads {

/// Symmetric int8 with one scale per row of [out, in]: scale = max |w| / 127; a row of zeros has scale 1/127. Zeros
/// stay zeros, so an N:M pattern survives.
QuantisedWeight quantise_weight(const Parameter& weight);

/// Gives every gemm weight its int8 values and every node its activation scales: int8 = clipped range / 127, int16 =
/// 2 * maximum / 32767 (a factor of two of headroom, since 16 bits can afford it). Float parameters stay: they are the
/// reference. Throws std::invalid_argument for a value that is zero throughout or not finite.
void quantise(Model& model, const std::map<std::string, ActivationRange>& ranges);

} // namespace stavp::workloads
