#include "models/sta/exact_gemm.h"

#include "models/sta/expand.h"

#include <algorithm>
#include <cblas.h>
#include <cmath>

namespace stavp {

namespace {

// |int8 * int8| <= 2^14 and uint8 * |int8| <= 255 * 2^7 < 2^15; of the bytes of int16 both may be unsigned.
constexpr std::uint64_t kSignedChunk = (1u << 24) / (1u << 14);
constexpr std::uint64_t kUnsignedChunk = (1u << 24) / (1u << 15);
constexpr std::uint64_t kBytesChunk = (1u << 24) / (1u << 16);
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

void words_to_float(const std::uint8_t* source, std::uint64_t stride, std::uint64_t rows, std::uint64_t cols,
                    float* out) {
    for (std::uint64_t row = 0; row < rows; ++row)
        for (std::uint64_t col = 0; col < cols; ++col)
            out[row * cols + col] = signed_element(source + row * stride, col, 2);
}

/// Leaves the low bytes (0 to 255) of int16 values in `low` and puts what is above them (-128 to 127) into `high`.
void split(std::vector<float>& low, std::vector<float>& high) {
    high.resize(low.size());
    for (std::size_t i = 0; i < low.size(); ++i) {
        high[i] = std::floor(low[i] / 256);
        low[i] -= high[i] * 256;
    }
}

void add(const float* product, std::uint64_t count, unsigned shift, std::int32_t* acc) {
    for (std::uint64_t i = 0; i < count; ++i)
        acc[i] =
            static_cast<std::int32_t>(static_cast<std::uint32_t>(acc[i]) +
                                      (static_cast<std::uint32_t>(static_cast<std::int32_t>(product[i])) << shift));
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
        macs += shape.m * load_weights(shape, operands, col, cols);
        for (std::uint64_t row = 0; row < shape.m; row += kRowBlock)
            multiply_block(shape, operands, row, std::min(kRowBlock, shape.m - row), cols,
                           acc.data() + row * shape.n + col);
    }
    return macs;
}

std::uint64_t ExactGemm::load_weights(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t col,
                                      std::uint64_t cols) {
    w_[0].resize(cols * shape.k);
    auto kept = cols * shape.k;
    const auto* w = operands.w + col * operands.w_stride;
    if (shape.sparse())
        kept = expand_weights(shape, operands, col, cols, w_[0].data());
    else if (shape.w_bytes == 2)
        words_to_float(w, operands.w_stride, cols, shape.k, w_[0].data());
    else
        to_float<std::int8_t>(w, operands.w_stride, cols, shape.k, w_[0].data());
    if (shape.w_bytes == 2) split(w_[0], w_[1]);
    return kept;
}

void ExactGemm::load_activations(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                                 std::uint64_t rows) {
    x_[0].resize(rows * shape.k);
    const auto* x = operands.x + row * operands.x_stride;
    if (shape.x_bytes == 2) {
        words_to_float(x, operands.x_stride, rows, shape.k, x_[0].data());
        split(x_[0], x_[1]);
    } else if (operands.x_unsigned) {
        to_float<std::uint8_t>(x, operands.x_stride, rows, shape.k, x_[0].data());
    } else {
        to_float<std::int8_t>(x, operands.x_stride, rows, shape.k, x_[0].data());
    }
}

void ExactGemm::multiply_block(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                               std::uint64_t rows, std::uint64_t cols, std::int32_t* acc) {
    const std::uint64_t k = shape.k;
    load_activations(shape, operands, row, rows);
    product_.resize(rows * cols);
    const bool bytes = shape.x_bytes * shape.w_bytes > 1;
    const auto chunk = bytes ? kBytesChunk : operands.x_unsigned ? kUnsignedChunk : kSignedChunk;
    for (unsigned x_byte = 0; x_byte < shape.x_bytes; ++x_byte) {
        for (unsigned w_byte = 0; w_byte < shape.w_bytes; ++w_byte) {
            for (std::uint64_t k0 = 0; k0 < k; k0 += chunk) {
                const auto depth = std::min(chunk, k - k0);
                cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blasint>(rows),
                            static_cast<blasint>(cols), static_cast<blasint>(depth), 1.0f, x_[x_byte].data() + k0,
                            static_cast<blasint>(k), w_[w_byte].data() + k0, static_cast<blasint>(k), 0.0f,
                            product_.data(), static_cast<blasint>(cols));
                for (std::uint64_t r = 0; r < rows; ++r)
                    add(product_.data() + r * cols, cols, 8 * (x_byte + w_byte), acc + r * shape.n);
            }
        }
    }
}

} // namespace stavp
