#pragma once

#include "workloads/format/image.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stavp::workloads {

/// Why something is refused; nothing if it is right.
using Problem = std::optional<std::string>;

/// Shape, type, encoding, pattern and sizes of one tensor, wherever it lies.
Problem tensor_problem(const nmw_tensor& tensor);

Problem channel_problem(const nmw_channel& channel);
Problem sequence_problem(const nmw_sequence& sequence, std::uint32_t seq);
Problem pool_problem(const nmw_sequence& sequence);

/// What surrounds a layer, as far as its rules need it.
struct LayerContext {
    std::span<const nmw_tensor> tensors; ///< each without a tensor_problem
    std::uint32_t batch;
    std::uint32_t seq;
};
/// References, shapes, types, flags and multipliers of one layer; not the order of layers.
Problem layer_problem(const nmw_layer& layer, const LayerContext& context);

/// Whole-file checks in the order in which load() does them; each relies on the ones before. Throw FormatError.
SectionExtents check_structure(std::span<const std::uint8_t> bytes, const std::string& file);
void check_tensors(const Image& image, const std::string& file);
void check_layers(const Image& image, const std::string& file);

[[noreturn]] void refuse(std::string_view file, std::string_view place, std::string_view reason);

} // namespace stavp::workloads
