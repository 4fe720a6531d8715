#include "workloads/train/torch/group_mask.h"

#include "workloads/train/torch/vector_clones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace stavp::workloads {

namespace {

/// A weight is kept if fewer than n others of its group beat it: those greater, and those equal and before it.
template <std::size_t M>
[[gnu::always_inline]] inline void mask_group(const float* weight, std::int32_t n, float* mask) {
    std::array<float, M> magnitude;
    std::array<std::int32_t, M> beaten_by{};
    for (std::size_t i = 0; i < M; ++i)
        magnitude[i] = std::abs(weight[i]);
    for (std::size_t j = 0; j < M; ++j) {
        const float rival = magnitude[j];
        for (std::size_t i = 0; i <= j; ++i)
            beaten_by[i] += rival > magnitude[i] ? 1 : 0;
        for (std::size_t i = j + 1; i < M; ++i)
            beaten_by[i] += rival >= magnitude[i] ? 1 : 0;
    }
    for (std::size_t i = 0; i < M; ++i)
        mask[i] = beaten_by[i] < n ? 1.0F : 0.0F;
}

/// The last group of a row, filled up with weights that lose against every real one.
template <std::size_t M>
[[gnu::always_inline]] inline void mask_tail(const float* weight, std::size_t count, std::int32_t n, float* mask) {
    std::array<float, M> padded{};
    std::array<float, M> padded_mask;
    std::copy_n(weight, count, padded.begin());
    mask_group<M>(padded.data(), n, padded_mask.data());
    std::copy_n(padded_mask.begin(), count, mask);
}

template <std::size_t M> [[gnu::always_inline]] inline void
mask_rows(const float* weight, std::size_t rows, std::size_t columns, std::int32_t n, float* mask) {
    for (std::size_t row = 0; row < rows; ++row, weight += columns, mask += columns) {
        std::size_t column = 0;
        for (; column + M <= columns; column += M)
            mask_group<M>(weight + column, n, mask + column);
        if (column < columns) mask_tail<M>(weight + column, columns - column, n, mask + column);
    }
}

STAVP_VECTOR_CLONES
void mask_rows_of(std::uint32_t m, const float* weight, std::size_t rows, std::size_t columns, std::int32_t n,
                  float* mask) {
    switch (m) {
    case 2:
        return mask_rows<2>(weight, rows, columns, n, mask);
    case 4:
        return mask_rows<4>(weight, rows, columns, n, mask);
    case 8:
        return mask_rows<8>(weight, rows, columns, n, mask);
    case 16:
        return mask_rows<16>(weight, rows, columns, n, mask);
    default:
        return mask_rows<32>(weight, rows, columns, n, mask);
    }
}

} // namespace

void group_mask(std::span<const float> weight, std::size_t columns, Pattern pattern, std::span<float> mask) {
    if (pattern.dense())
        std::fill(mask.begin(), mask.end(), 1.0F);
    else
        mask_rows_of(pattern.m, weight.data(), weight.size() / columns, columns, static_cast<std::int32_t>(pattern.n),
                     mask.data());
}

} // namespace stavp::workloads
