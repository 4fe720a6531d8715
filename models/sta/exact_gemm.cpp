#include "models/sta/exact_gemm.h"

#include "models/sta/expand.h"

#include <algorithm>
#include <cblas.h>

namespace stavp {

namespace {

// |int8 * int8| <= 2^14 and uint8 * |int8| <= 255 * 2^7 < 2^15.
constexpr std::uint64_t kSignedChunk = (1u << 24) / (1u << 14);
constexpr std::uint64_t kUnsignedChunk = (1u << 24) / (1u << 15);
/// Rows of x converted at a time, so that the float copies stay in the host's cache.
constexpr std::uint64_t kRowBlock = 512;
/// Bounds the memory for expanded weights, however large a product the guest asks for.
constexpr std::uint64_t kMaxWeightFloats = 1u << 22;

template <typename T>
void to_float(const std::uint8_t* source, std::uint64_t stride, std::uint64_t rows, std::uint64_t cols, float* out) {
    for (std::uint64_t row = 0; row < rows; ++row) {
        const auto* in = reinterpret_cast<const T*>(source + row * stride);
        for (std::uint64_t col = 0; col < cols; ++col)
            out[row * cols + col] = static_cast<float>(in[col]);
    }
}

void add(const float* product, std::uint64_t count, std::int32_t* acc) {
    for (std::uint64_t i = 0; i < count; ++i)
        acc[i] = static_cast<std::int32_t>(static_cast<std::uint32_t>(acc[i]) +
                                           static_cast<std::uint32_t>(static_cast<std::int32_t>(product[i])));
}

} // namespace

ExactGemm::ExactGemm() {
    openblas_set_num_threads(1);
}

std::uint64_t ExactGemm::multiply(const MatmulShape& shape, const MatmulOperands& operands,
                                  std::vector<std::int32_t>& acc) {
    acc.assign(std::uint64_t{shape.m} * shape.n, 0);
    const auto col_block = std::clamp<std::uint64_t>(kMaxWeightFloats / shape.k, 1, shape.n);
    std::uint64_t macs = 0;
    for (std::uint64_t col = 0; col < shape.n; col += col_block) {
        const auto cols = std::min<std::uint64_t>(col_block, shape.n - col);
        w_.resize(cols * shape.k);
        if (shape.sparse()) {
            macs += shape.m * expand_weights(shape, operands, col, cols, w_.data());
        } else {
            to_float<std::int8_t>(operands.w + col * operands.w_stride, operands.w_stride, cols, shape.k, w_.data());
            macs += shape.m * cols * shape.k;
        }
        for (std::uint64_t row = 0; row < shape.m; row += kRowBlock)
            multiply_block(shape, operands, row, std::min(kRowBlock, shape.m - row), cols,
                           acc.data() + row * shape.n + col);
    }
    return macs;
}

void ExactGemm::multiply_block(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                               std::uint64_t rows, std::uint64_t cols, std::int32_t* acc) {
    const std::uint64_t k = shape.k;
    x_.resize(rows * k);
    product_.resize(rows * cols);
    const auto* x = operands.x + row * operands.x_stride;
    if (operands.x_unsigned)
        to_float<std::uint8_t>(x, operands.x_stride, rows, k, x_.data());
    else
        to_float<std::int8_t>(x, operands.x_stride, rows, k, x_.data());
    const auto chunk = operands.x_unsigned ? kUnsignedChunk : kSignedChunk;
    for (std::uint64_t k0 = 0; k0 < k; k0 += chunk) {
        const auto depth = std::min(chunk, k - k0);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blasint>(rows), static_cast<blasint>(cols),
                    static_cast<blasint>(depth), 1.0f, x_.data() + k0, static_cast<blasint>(k), w_.data() + k0,
                    static_cast<blasint>(k), 0.0f, product_.data(), static_cast<blasint>(cols));
        for (std::uint64_t r = 0; r < rows; ++r)
            add(product_.data() + r * cols, cols, acc + r * shape.n);
    }
}

} // namespace stavp
