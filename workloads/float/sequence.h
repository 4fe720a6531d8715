#pragma once

#include "workloads/float/matrix.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace stavp::workloads {

using TokenIds = std::vector<std::uint32_t>;

/// What a model reads for one sequence: token ids if its first node is an embedding, rows of features if it is an
/// input.
using Sequence = std::variant<TokenIds, Matrix>;

inline std::size_t row_count(const Sequence& sequence) {
    const auto* ids = std::get_if<TokenIds>(&sequence);
    return ids ? ids->size() : std::get<Matrix>(sequence).rows;
}

} // namespace stavp::workloads
