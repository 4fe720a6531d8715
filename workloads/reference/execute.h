#pragma once

#include "workloads/format/image.h"
#include "workloads/reference/matrix.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace stavp::workloads {

/// Bytes of each activation tensor by tensor index, rows x cols tightly packed; empty for constants.
using Activations = std::vector<std::vector<std::uint8_t>>;

/// Runs every layer by docs/arithmetic.md, from the compressed weights. `progress` is told each layer's index before
/// it runs.
Activations execute_reference(const Image& image, const std::function<void(std::size_t layer)>& progress = {});

namespace reference {
/// The output of one layer, given the values of activation tensors by index (the input tensor included).
Matrix execute_layer(const Image& image, const nmw_layer& layer, const std::vector<Matrix>& values);
} // namespace reference

} // namespace stavp::workloads
