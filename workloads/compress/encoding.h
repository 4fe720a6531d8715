#pragma once

#include "workloads/format/nmw.h"
#include "workloads/format/pattern.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// What is asked for; `smallest` takes the encoding with fewer stored bytes, the bitmap if they tie.
enum class EncodingChoice { smallest, bitmap, index };

/// "auto", "bitmap" or "index"; throws std::invalid_argument for anything else.
EncodingChoice parse_encoding(std::string_view text);

/// Bytes of a rows x cols matrix of int8 in `encoding`, values with map or indices, without alignment. The pattern
/// must be valid.
std::uint64_t stored_bytes(std::uint32_t rows, std::uint32_t cols, Pattern pattern, nmw_encoding encoding);

/// NMW_DENSE for a dense pattern, whatever the choice.
nmw_encoding choose_encoding(std::uint32_t rows, std::uint32_t cols, Pattern pattern, EncodingChoice choice);

/// A rows x cols int8 matrix compressed along cols as nmw_tensor describes it.
struct CompressedMatrix {
    std::vector<std::uint8_t> values;
    std::vector<std::uint8_t> map; ///< or indices
    std::uint64_t row_stride = 0;
    std::uint64_t map_stride = 0;
};

/// `encoding` is NMW_BITMAP or NMW_INDEX. Throws std::invalid_argument naming tensor, row and group for a group with
/// more than n non-zeros.
CompressedMatrix compress(std::string_view name, std::uint32_t rows, std::uint32_t cols,
                          std::span<const std::int8_t> values, Pattern pattern, nmw_encoding encoding);

} // namespace stavp::workloads
