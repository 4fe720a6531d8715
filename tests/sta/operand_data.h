#pragma once

#include "models/sta/matmul_shape.h"

#include <cstdint>
#include <random>
#include <vector>

namespace stavp::test {

/// Operands of a product in host memory, and the dense weights that they stand for.
struct OperandData {
    MatmulShape shape;
    bool x_unsigned = false;
    std::vector<std::uint8_t> x;
    std::vector<std::uint8_t> w;
    std::vector<std::uint8_t> map;
    std::vector<std::int16_t> dense; ///< n x k

    MatmulOperands operands() const {
        MatmulOperands out;
        out.x = x.data();
        out.x_stride = std::uint64_t{shape.k} * shape.x_bytes;
        out.x_unsigned = x_unsigned;
        out.w = w.data();
        out.w_stride = shape.value_row_bytes();
        out.map = map.data();
        out.map_stride = shape.map_row_bytes();
        return out;
    }

    std::int64_t x_at(std::size_t row, std::size_t col) const {
        const auto at = row * shape.k + col;
        if (shape.x_bytes == 2) return static_cast<std::int16_t>(x[2 * at] + 256 * x[2 * at + 1]);
        return x_unsigned ? x[at] : static_cast<std::int8_t>(x[at]);
    }

    void put_weight(std::size_t row, std::size_t slot, std::int16_t value) {
        auto* out = w.data() + row * shape.value_row_bytes() + slot * shape.w_bytes;
        out[0] = static_cast<std::uint8_t>(value);
        if (shape.w_bytes == 2) out[1] = static_cast<std::uint8_t>(value >> 8);
    }

    /// The product by its definition.
    std::vector<std::int64_t> naive() const {
        std::vector<std::int64_t> y(std::size_t{shape.m} * shape.n, 0);
        for (std::size_t r = 0; r < shape.m; ++r)
            for (std::size_t c = 0; c < shape.n; ++c)
                for (std::size_t k = 0; k < shape.k; ++k)
                    y[r * shape.n + c] += x_at(r, k) * dense[c * shape.k + k];
        return y;
    }
};

/// Sets bits [at, at + count) of a row that holds zeros there, the lowest first.
inline void put_bits(std::uint8_t* row, std::size_t at, std::size_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i)
        row[(at + i) / 8] = static_cast<std::uint8_t>(row[(at + i) / 8] | (value >> i & 1) << ((at + i) % 8));
}

/// Puts dense weights into values and indices as the workload format says: index of slot j of group g in the b bits
/// from (g*N + j)*b on; groups with too few non-zeros take zeros along, from the highest positions down, where the
/// tool takes the lowest. Rows must fit the pattern.
inline void compress_indexed(OperandData& data) {
    const auto& s = data.shape;
    unsigned bits = 0;
    while (1u << bits < s.pattern_m)
        ++bits;
    for (std::size_t row = 0; row < s.n; ++row) {
        for (std::size_t group = 0; group < s.groups(); ++group) {
            const auto value_at = [&](std::size_t j) {
                const auto k = group * s.pattern_m + j;
                return k < s.k ? data.dense[row * s.k + k] : std::int16_t{0};
            };
            std::size_t spare = s.pattern_n;
            for (std::size_t j = 0; j < s.pattern_m; ++j)
                spare -= value_at(j) != 0 ? 1 : 0;
            auto slot = (group + 1) * s.pattern_n;
            for (std::size_t j = s.pattern_m; j-- > 0;) {
                if (value_at(j) == 0 && spare == 0) continue;
                if (value_at(j) == 0) --spare;
                --slot;
                data.put_weight(row, slot, value_at(j));
                put_bits(data.map.data() + row * s.map_row_bytes(), slot * bits, j, bits);
            }
        }
    }
}

/// Puts dense weights into values and map as docs/programming-model.md and the workload format say: position j of
/// group g is bit g*M + j of the row; or into indices. Rows must fit the pattern.
inline void compress(OperandData& data) {
    const auto& s = data.shape;
    data.w.assign(s.n * s.value_row_bytes(), 0);
    data.map.assign(s.n * s.map_row_bytes(), 0);
    if (s.positions == Positions::index) return compress_indexed(data);
    for (std::size_t row = 0; row < s.n; ++row) {
        for (std::size_t group = 0; group < s.groups(); ++group) {
            std::size_t slot = 0;
            for (std::size_t j = 0; j < s.pattern_m && group * s.pattern_m + j < s.k; ++j) {
                const auto value = data.dense[row * s.k + group * s.pattern_m + j];
                if (value == 0) continue;
                const auto bit = group * s.pattern_m + j;
                data.map[row * s.map_row_bytes() + bit / 8] |= static_cast<std::uint8_t>(1u << (bit % 8));
                data.put_weight(row, group * s.pattern_n + slot++, value);
            }
        }
    }
}

/// Random operands; some groups keep fewer than N weights.
inline OperandData random_operands(const MatmulShape& shape, bool x_unsigned, std::uint32_t seed) {
    std::mt19937 random(seed);
    OperandData data;
    data.shape = shape;
    data.x_unsigned = x_unsigned;
    const auto weight = [&] {
        return shape.w_bytes == 2 ? static_cast<std::int16_t>(random()) : static_cast<std::int8_t>(random());
    };
    data.x.resize(std::size_t{shape.m} * shape.k * shape.x_bytes);
    for (auto& byte : data.x)
        byte = static_cast<std::uint8_t>(random());
    data.dense.assign(std::size_t{shape.n} * shape.k, 0);
    if (!shape.sparse()) {
        data.w.resize(shape.n * shape.value_row_bytes());
        for (std::size_t i = 0; i < data.dense.size(); ++i) {
            data.dense[i] = weight();
            data.put_weight(i / shape.k, i % shape.k, data.dense[i]);
        }
        return data;
    }
    for (std::size_t row = 0; row < shape.n; ++row)
        for (std::size_t group = 0; group < shape.groups(); ++group)
            for (std::uint32_t kept = 0; kept < shape.pattern_n; ++kept) {
                const auto k = group * shape.pattern_m + random() % shape.pattern_m;
                if (k < shape.k) data.dense[row * shape.k + k] = weight();
            }
    compress(data);
    return data;
}

} // namespace stavp::test
