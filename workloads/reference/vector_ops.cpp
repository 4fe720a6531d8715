#include "workloads/reference/vector_ops.h"
#include "workloads/reference/arithmetic.h"

#include <limits>

namespace stavp::workloads::reference {
namespace {

template <class Function> Matrix elementwise(const Matrix& a, Function function) {
    Matrix y(a.rows, a.cols);
    for (std::size_t i = 0; i < a.values.size(); ++i)
        y.values[i] = static_cast<std::int16_t>(function(i));
    return y;
}

void layernorm_row(std::span<const std::int16_t> x, std::span<const std::int16_t> gamma,
                   std::span<const std::int32_t> beta, const nmw_layer& layer, std::uint32_t out_dtype,
                   std::span<std::int16_t> y) {
    const auto d = static_cast<std::int64_t>(x.size());
    std::int64_t sum = 0;
    for (const std::int16_t value : x)
        sum += value;
    const std::int64_t mean = floor_div(256 * sum + (d >> 1), d);

    std::uint64_t squares = 0;
    for (const std::int16_t value : x) {
        const std::int64_t c = 256 * std::int64_t{value} - mean;
        squares += static_cast<std::uint64_t>(c * c);
    }
    const std::uint64_t variance = squares / static_cast<std::uint64_t>(d);
    const std::uint64_t root = floor_sqrt(variance + layer.eps_q);
    const auto std_deviation = static_cast<std::int64_t>(root == 0 ? 1 : root);
    const std::int64_t reciprocal = (std::int64_t{1} << 32) / std_deviation;

    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::int64_t c = 256 * std::int64_t{x[i]} - mean;
        const std::int64_t n = (c * reciprocal + (1 << 19)) >> 20;
        const std::int64_t affine = std::clamp<std::int64_t>(
            n * gamma[i] + beta[i], std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
        y[i] = static_cast<std::int16_t>(saturate(rq(affine, layer.mult0, layer.shift0), out_dtype));
    }
}

} // namespace

Matrix layernorm(const Matrix& x, std::span<const std::int16_t> gamma, std::span<const std::int32_t> beta,
                 const nmw_layer& layer, std::uint32_t out_dtype) {
    Matrix y(x.rows, x.cols);
    for (std::uint32_t r = 0; r < x.rows; ++r)
        layernorm_row(x.row(r), gamma, beta, layer, out_dtype, y.row(r));
    return y;
}

Matrix add(const Matrix& a, const Matrix& b, const nmw_layer& layer, std::uint32_t out_dtype) {
    const std::int64_t half = std::int64_t{1} << (layer.shift0 - 1);
    return elementwise(a, [&](std::size_t i) {
        const std::int64_t sum = std::int64_t{a.values[i]} * layer.mult0 + std::int64_t{b.values[i]} * layer.mult1;
        return saturate((sum + half) >> layer.shift0, out_dtype);
    });
}

Matrix requant(const Matrix& a, const nmw_layer& layer, std::uint32_t out_dtype) {
    return elementwise(a,
                       [&](std::size_t i) { return saturate(rq(a.values[i], layer.mult0, layer.shift0), out_dtype); });
}

Matrix lut(const Matrix& a, std::span<const std::uint8_t> table) {
    return elementwise(
        a, [&](std::size_t i) { return static_cast<std::int8_t>(table[static_cast<std::uint8_t>(a.values[i])]); });
}

Matrix meanpool(const Matrix& a, std::span<const nmw_sequence> sequences, std::uint32_t seq, std::uint32_t out_dtype) {
    Matrix y(static_cast<std::uint32_t>(sequences.size()), a.cols);
    for (std::uint32_t b = 0; b < y.rows; ++b)
        for (std::uint32_t c = 0; c < y.cols; ++c) {
            std::int64_t sum = 0;
            for (std::uint32_t r = 0; r < sequences[b].valid; ++r)
                sum += a.row(std::size_t{b} * seq + r)[c];
            y.row(b)[c] = static_cast<std::int16_t>(
                saturate(rq(sum, sequences[b].pool_mult, sequences[b].pool_shift), out_dtype));
        }
    return y;
}

} // namespace stavp::workloads::reference
