#pragma once

#include "workloads/format/image.h"

#include <nlohmann/json.hpp>
#include <span>

namespace stavp::workloads::cli {

using Json = nlohmann::ordered_json;

/// Dense bytes over stored bytes (values and map, without alignment) of a weight; 1 for dense ones.
double compression_ratio(const nmw_tensor& tensor);

Json describe_header(const Image& image);
Json describe_sections(std::span<const std::uint8_t> file);
Json describe_layers(const Image& image);
Json describe_tensors(const Image& image);

/// Multiply-accumulates of a layer as if its weight were dense, and with kept weights' slots only.
std::uint64_t dense_macs(const nmw_layer& layer, const Image& image);
std::uint64_t stored_macs(const nmw_layer& layer, const Image& image);

} // namespace stavp::workloads::cli
