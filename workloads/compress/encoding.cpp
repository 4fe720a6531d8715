#include "workloads/compress/encoding.h"
#include "workloads/compress/bitmap.h"
#include "workloads/compress/index.h"
#include "workloads/format/layout.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

/// The positions of a group that hold a non-zero, as bits.
std::uint32_t nonzeros(std::span<const std::int8_t> group) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < group.size(); ++j)
        bits |= static_cast<std::uint32_t>(group[j] != 0) << j;
    return bits;
}

} // namespace

EncodingChoice parse_encoding(std::string_view text) {
    if (text == "auto") return EncodingChoice::smallest;
    if (text == "bitmap") return EncodingChoice::bitmap;
    if (text == "index") return EncodingChoice::index;
    throw std::invalid_argument(fmt::format("encoding '{}': expected auto, bitmap or index", text));
}

std::uint64_t stored_bytes(std::uint32_t rows, std::uint32_t cols, Pattern pattern, nmw_encoding encoding) {
    if (encoding == NMW_DENSE) return std::uint64_t{rows} * cols;
    const CompressedLayout layout(encoding, cols, pattern.n, pattern.m);
    return rows * (layout.row_stride + layout.map_stride);
}

nmw_encoding choose_encoding(std::uint32_t rows, std::uint32_t cols, Pattern pattern, EncodingChoice choice) {
    if (pattern.dense() || !pattern.valid()) return NMW_DENSE;
    if (choice == EncodingChoice::bitmap) return NMW_BITMAP;
    if (choice == EncodingChoice::index) return NMW_INDEX;
    const bool index_is_smaller =
        stored_bytes(rows, cols, pattern, NMW_INDEX) < stored_bytes(rows, cols, pattern, NMW_BITMAP);
    return index_is_smaller ? NMW_INDEX : NMW_BITMAP;
}

CompressedMatrix compress(std::string_view name, std::uint32_t rows, std::uint32_t cols,
                          std::span<const std::int8_t> values, Pattern pattern, nmw_encoding encoding) {
    if (encoding == NMW_DENSE || pattern.dense() || !pattern.valid() || values.size() != std::uint64_t{rows} * cols)
        throw std::invalid_argument(
            fmt::format("tensor '{}': {} values and pattern {} do not make a compressed {} x {}", name, values.size(),
                        to_string(pattern), rows, cols));
    const CompressedLayout layout(encoding, cols, pattern.n, pattern.m);
    const auto store_group = encoding == NMW_INDEX ? store_index_group : store_bitmap_group;
    CompressedMatrix result{std::vector<std::uint8_t>(rows * layout.row_stride),
                            std::vector<std::uint8_t>(rows * layout.map_stride), layout.row_stride, layout.map_stride};
    for (std::uint32_t r = 0; r < rows; ++r) {
        const auto row = values.subspan(std::uint64_t{r} * cols, cols);
        const auto map = std::span(result.map).subspan(r * layout.map_stride, layout.map_stride);
        for (std::uint64_t g = 0; g < layout.groups; ++g) {
            const std::uint64_t first = g * pattern.m;
            const auto group = row.subspan(first, std::min<std::uint64_t>(pattern.m, cols - first));
            const std::uint32_t kept = nonzeros(group);
            if (static_cast<std::uint32_t>(std::popcount(kept)) > pattern.n)
                throw std::invalid_argument(
                    fmt::format("tensor '{}': row {}, group {} has {} non-zeros, more than {} allows", name, r, g,
                                std::popcount(kept), to_string(pattern)));
            store_group(group, kept, pattern, g,
                        std::span(result.values).subspan(r * layout.row_stride + g * pattern.n, pattern.n), map);
        }
    }
    return result;
}

} // namespace stavp::workloads
