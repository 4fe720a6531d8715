#pragma once

#include "workloads/format/image.h"

#include <nlohmann/json.hpp>
#include <span>
#include <vector>

namespace stavp::workloads::cli {

using Json = nlohmann::ordered_json;

/// Bytes of the workload's weights as if dense, and as stored: values with map or indices, without alignment.
struct WeightBytes {
    std::uint64_t dense = 0;
    std::uint64_t stored = 0;
    double ratio() const { return static_cast<double>(dense) / static_cast<double>(stored); }
};
WeightBytes weight_bytes(const nmw_tensor& weight);
/// Of all weights, each counted once; {0, 0} without any.
WeightBytes weight_bytes(const Image& image);
/// By index: whether a layer uses the tensor as its weight.
std::vector<bool> weight_flags(const Image& image);

Json describe_header(const Image& image);
Json describe_sections(std::span<const std::uint8_t> file);
Json describe_layers(const Image& image);
Json describe_tensors(const Image& image);
Json describe_weights(const Image& image);

/// Multiply-accumulates of a layer as if its weight were dense, and with kept weights' slots only.
std::uint64_t dense_macs(const nmw_layer& layer, const Image& image);
std::uint64_t stored_macs(const nmw_layer& layer, const Image& image);

} // namespace stavp::workloads::cli
