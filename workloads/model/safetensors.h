#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stavp::workloads {

/// One tensor of a safetensors file: `dtype` as the format spells it ("F32", "I8", ...), little-endian bytes.
struct RawTensor {
    std::string dtype;
    std::vector<std::size_t> shape;
    std::vector<std::uint8_t> bytes;
};

struct SafeTensors {
    std::map<std::string, RawTensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// The safetensors container: u64 header length, JSON header, tensor bytes without gaps. Throws FormatError (one line
/// naming the file and the tensor) for anything that is not exactly that: truncation, trailing bytes, overlaps, gaps,
/// unknown types, sizes that do not match the shape.
SafeTensors read_safetensors(const std::filesystem::path& file);
/// Appears whole or not at all; equal contents give equal bytes.
void write_safetensors(const std::filesystem::path& file, const SafeTensors& contents);

} // namespace stavp::workloads
