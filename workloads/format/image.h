#pragma once

#include "workloads/format/layout.h"
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

/// Where the payloads of a checked file lie; zero bytes for an absent section.
struct SectionExtents {
    struct Extent {
        std::uint64_t offset = 0;
        std::uint64_t bytes = 0;
    };
    Extent layers, tensors, sequences, data, golden, float_reference, meta;
};

/// A validated .nmw file in memory. After load(), every offset, index, shape, type, pattern and checksum has been
/// checked: no accessor can reach outside the file.
class Image {
public:
    static Image load(const std::filesystem::path& file);
    /// `name` stands for the file in messages.
    static Image parse(std::vector<std::uint8_t> bytes, const std::string& name);

    const nmw_header& header() const;
    std::span<const nmw_layer> layers() const;
    std::span<const nmw_tensor> tensors() const;
    std::span<const nmw_sequence> sequences() const;
    /// The bytes to place in memory: the first header().ddr_bytes of the file.
    std::span<const std::uint8_t> ddr_image() const;
    /// Values of an NMW_IN_FILE tensor; its map or indices if it is compressed.
    std::span<const std::uint8_t> values(const nmw_tensor& tensor) const;
    std::span<const std::uint8_t> map(const nmw_tensor& tensor) const;
    /// Expected bytes, rows x cols tightly packed; empty if the file has none for this tensor.
    std::span<const std::uint8_t> golden(const nmw_tensor& tensor) const;
    /// rows x cols of the output tensor; empty if absent.
    std::span<const float> float_reference() const;
    std::string_view meta() const;
    /// Offset of the arena from the image base.
    std::uint64_t arena_offset() const;

    const SectionExtents& extents() const { return extents_; }
    std::span<const std::uint8_t> bytes() const { return bytes_; }
    std::vector<std::uint8_t> take_bytes() && { return std::move(bytes_); }

private:
    Image(std::vector<std::uint8_t> bytes, SectionExtents extents);
    std::vector<std::uint8_t> bytes_;
    SectionExtents extents_;
};

/// The whole file; throws FormatError if it cannot be read.
std::vector<std::uint8_t> read_file(const std::filesystem::path& file);

} // namespace stavp::workloads
