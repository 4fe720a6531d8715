#include "workloads/format/checks.h"
#include "workloads/format/names.h"
#include "workloads/format/pattern.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <unordered_set>

namespace stavp::workloads {
namespace {

constexpr std::uint64_t max_row_stride = std::uint64_t{1} << 32; // rows x row_stride stays below 2^60

Problem dense_problem(const nmw_tensor& tensor) {
    if (tensor.pattern_n != 0 || tensor.pattern_m != 0 || tensor.map_offset != 0 || tensor.map_bytes != 0 ||
        tensor.map_stride != 0)
        return "dense, but has a pattern or a map";
    const std::uint32_t element = element_bytes(tensor.dtype);
    if (tensor.row_stride > max_row_stride || tensor.row_stride < std::uint64_t{tensor.cols} * element ||
        tensor.row_stride % element != 0)
        return fmt::format("row_stride {} does not fit {} columns of {}", tensor.row_stride, tensor.cols,
                           dtype_name(tensor.dtype));
    if (tensor.bytes != tensor.rows * tensor.row_stride)
        return fmt::format("{} rows of {} bytes are not {} bytes", tensor.rows, tensor.row_stride, tensor.bytes);
    return {};
}

Problem compressed_problem(const nmw_tensor& tensor) {
    if (tensor.dtype != NMW_I8) return "compressed values must be int8, not " + dtype_name(tensor.dtype);
    if (tensor.storage != NMW_IN_FILE) return "compressed, but not in the file";
    if (tensor.pattern_n == 0 || !Pattern{tensor.pattern_n, tensor.pattern_m}.valid())
        return fmt::format("pattern {}:{} is not N:M with M = 2, 4, 8, 16 or 32 and 1 <= N <= M", tensor.pattern_n,
                           tensor.pattern_m);
    const CompressedLayout layout(tensor.encoding, tensor.cols, tensor.pattern_n, tensor.pattern_m);
    if (tensor.row_stride != layout.row_stride || tensor.bytes != tensor.rows * layout.row_stride)
        return fmt::format("values of {} bytes in rows of {} do not fit {} rows of {}", tensor.bytes, tensor.row_stride,
                           tensor.rows, layout.row_stride);
    if (tensor.map_stride != layout.map_stride || tensor.map_bytes != tensor.rows * layout.map_stride)
        return fmt::format("{} of {} bytes in rows of {} for {} rows of {}",
                           tensor.encoding == NMW_INDEX ? "indices" : "map", tensor.map_bytes, tensor.map_stride,
                           tensor.rows, layout.map_stride);
    return {};
}

/// A piece of the file or of the arena that belongs to one tensor.
struct Piece {
    std::uint64_t offset;
    std::uint64_t bytes;
    const nmw_tensor* owner;
};

Problem place_problem(const Piece& piece, std::uint64_t begin, std::uint64_t end, std::string_view region) {
    if (piece.offset % NMW_ALIGN != 0) return fmt::format("offset {} is not {}-byte aligned", piece.offset, NMW_ALIGN);
    if (piece.offset < begin || piece.offset > end || piece.bytes > end - piece.offset)
        return fmt::format("{} bytes at {} lie outside the {} ({} to {})", piece.bytes, piece.offset, region, begin,
                           end);
    return {};
}

void check_overlap(std::vector<Piece> pieces, std::string_view region, const std::string& file) {
    std::ranges::stable_sort(pieces, {}, &Piece::offset);
    for (std::size_t i = 1; i < pieces.size(); ++i)
        if (pieces[i - 1].offset + pieces[i - 1].bytes > pieces[i].offset)
            refuse(file, fmt::format("tensor '{}'", name_of(*pieces[i].owner)),
                   fmt::format("overlaps tensor '{}' in the {}", name_of(*pieces[i - 1].owner), region));
}

std::uint32_t bits_of(std::span<const std::uint8_t> row, std::uint64_t first, std::uint32_t count) {
    std::uint32_t bits = 0;
    for (std::uint32_t i = 0; i < count; ++i)
        bits |= static_cast<std::uint32_t>(row[(first + i) / 8] >> ((first + i) % 8) & 1) << i;
    return bits;
}

Problem bitmap_row_problem(const nmw_tensor& tensor, std::span<const std::uint8_t> values,
                           std::span<const std::uint8_t> map) {
    const CompressedLayout layout(NMW_BITMAP, tensor.cols, tensor.pattern_n, tensor.pattern_m);
    for (std::uint64_t g = 0; g < layout.groups; ++g) {
        const std::uint32_t bits = bits_of(map, g * tensor.pattern_m, tensor.pattern_m);
        const auto kept = static_cast<std::uint32_t>(std::popcount(bits));
        if (kept > tensor.pattern_n)
            return fmt::format("group {} keeps {} values, more than N = {}", g, kept, tensor.pattern_n);
        if (const std::uint64_t last = tensor.cols - g * tensor.pattern_m; last < tensor.pattern_m && bits >> last != 0)
            return fmt::format("group {} has map bits beyond the last column", g);
        const auto unused = values.subspan(g * tensor.pattern_n + kept, tensor.pattern_n - kept);
        if (std::ranges::any_of(unused, [](auto value) { return value != 0; }))
            return fmt::format("group {} has an unused value slot that is not 0", g);
    }
    if (const std::uint64_t used = layout.groups * tensor.pattern_m; used % 8 != 0 && map.back() >> (used % 8) != 0)
        return "map bits beyond the last group are not 0";
    return {};
}

Problem index_row_problem(const nmw_tensor& tensor, std::span<const std::uint8_t> values,
                          std::span<const std::uint8_t> indices) {
    const CompressedLayout layout(NMW_INDEX, tensor.cols, tensor.pattern_n, tensor.pattern_m);
    const std::uint32_t bits = index_bits(tensor.pattern_m);
    for (std::uint64_t g = 0; g < layout.groups; ++g) {
        std::uint32_t lowest = 0; // that the next index may be
        for (std::uint64_t slot = g * tensor.pattern_n; slot < (g + 1) * tensor.pattern_n; ++slot) {
            const std::uint32_t index = bits_of(indices, slot * bits, bits);
            if (index < lowest)
                return fmt::format("group {} has index {} after {}: they must rise", g, index, lowest - 1);
            if (g * tensor.pattern_m + index >= tensor.cols && values[slot] != 0)
                return fmt::format("group {} has a value beyond the last column", g);
            lowest = index + 1;
        }
    }
    if (const std::uint64_t used = layout.groups * tensor.pattern_n * bits;
        used % 8 != 0 && indices.back() >> (used % 8))
        return "index bits beyond the last group are not 0";
    return {};
}

Problem compressed_content_problem(const nmw_tensor& tensor, const Image& image) {
    const auto row_problem = tensor.encoding == NMW_INDEX ? index_row_problem : bitmap_row_problem;
    const auto values = image.values(tensor);
    const auto map = image.map(tensor);
    for (std::uint32_t r = 0; r < tensor.rows; ++r)
        if (const auto problem = row_problem(tensor, values.subspan(r * tensor.row_stride, tensor.row_stride),
                                             map.subspan(r * tensor.map_stride, tensor.map_stride)))
            return fmt::format("row {}: {}", r, *problem);
    return {};
}

Problem golden_problem(const nmw_tensor& tensor, const SectionExtents::Extent& golden) {
    if (tensor.golden_offset == 0) return {};
    if (tensor.storage != NMW_IN_ARENA) return "has expected bytes, but is no activation";
    return place_problem({tensor.golden_offset, packed_bytes(tensor), &tensor}, golden.offset,
                         golden.offset + golden.bytes, "golden section");
}

} // namespace

Problem tensor_problem(const nmw_tensor& tensor) {
    if (element_bytes(tensor.dtype) == 0) return fmt::format("unknown dtype {}", tensor.dtype);
    if (tensor.storage != NMW_IN_FILE && tensor.storage != NMW_IN_ARENA)
        return fmt::format("unknown storage {}", tensor.storage);
    if (tensor.rows == 0 || tensor.cols == 0 || tensor.rows > max_dimension || tensor.cols > max_dimension)
        return fmt::format("shape {} x {}: rows and cols must be 1 to 2^28", tensor.rows, tensor.cols);
    if (!std::isfinite(tensor.scale) || tensor.scale < 0) return "the scale is not a finite number >= 0";
    switch (tensor.encoding) {
    case NMW_DENSE:
        return dense_problem(tensor);
    case NMW_BITMAP:
    case NMW_INDEX:
        return compressed_problem(tensor);
    default:
        return fmt::format("unknown encoding {}", tensor.encoding);
    }
}

void check_tensors(const Image& image, const std::string& file) {
    const auto& data = image.extents().data;
    std::vector<Piece> constants;
    std::vector<Piece> activations;
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i < image.tensors().size(); ++i) {
        const nmw_tensor& tensor = image.tensors()[i];
        if (!is_name(tensor.name))
            refuse(file, fmt::format("tensor {}", i), "the name is not 1 to 39 printable characters");
        const std::string place = fmt::format("tensor '{}'", name_of(tensor));
        if (!names.insert(name_of(tensor)).second) refuse(file, place, "a second tensor of this name");
        const auto require = [&](const Problem& problem) {
            if (problem) refuse(file, place, *problem);
        };
        require(tensor_problem(tensor));
        if (tensor.encoding == NMW_INDEX && image.header().version < 2)
            refuse(file, place, fmt::format("index encoding in a file of version {}", image.header().version));
        if (tensor.storage == NMW_IN_ARENA) {
            activations.push_back({tensor.offset, tensor.bytes, &tensor});
            require(place_problem(activations.back(), 0, image.header().arena_bytes, "arena"));
        } else {
            constants.push_back({tensor.offset, tensor.bytes, &tensor});
            require(place_problem(constants.back(), data.offset, data.offset + data.bytes, "data section"));
        }
        if (tensor.encoding != NMW_DENSE) {
            constants.push_back({tensor.map_offset, tensor.map_bytes, &tensor});
            require(place_problem(constants.back(), data.offset, data.offset + data.bytes, "data section"));
            require(compressed_content_problem(tensor, image));
        }
        require(golden_problem(tensor, image.extents().golden));
    }
    check_overlap(std::move(constants), "data section", file);
    check_overlap(std::move(activations), "arena", file);
}

} // namespace stavp::workloads
