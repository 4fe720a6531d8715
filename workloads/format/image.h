#pragma once

#include "workloads/format/nmw.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// A file that is no valid workload; what() is one line: file, place, reason.
class FormatError : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// A validated .nmw file in memory. After load(), every offset, index, shape, type, pattern and checksum has been
/// checked: no accessor can reach outside the file.
class Image {
public:
    static Image load(const std::filesystem::path& file);

    const nmw_header& header() const;
    std::span<const nmw_layer> layers() const;
    std::span<const nmw_tensor> tensors() const;
    std::span<const nmw_sequence> sequences() const;
    /// The bytes to place in memory: the first header().ddr_bytes of the file.
    std::span<const std::uint8_t> ddr_image() const;
    /// Values (and map) of an NMW_IN_FILE tensor.
    std::span<const std::uint8_t> values(const nmw_tensor& tensor) const;
    std::span<const std::uint8_t> map(const nmw_tensor& tensor) const;
    /// Expected bytes, rows x cols tightly packed; empty if the file has none for this tensor.
    std::span<const std::uint8_t> golden(const nmw_tensor& tensor) const;
    /// rows x cols of the output tensor; empty if absent.
    std::span<const float> float_reference() const;
    std::string_view meta() const;
    /// Offset of the arena from the image base.
    std::uint64_t arena_offset() const;

private:
    std::vector<std::uint8_t> bytes_;
    std::vector<std::uint8_t>::size_type float_offset_ = 0;
};

/// Bytes of one element of `dtype` (an nmw_dtype value), 0 for an unknown one.
std::uint32_t element_bytes(std::uint32_t dtype);

} // namespace stavp::workloads
