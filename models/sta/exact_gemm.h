#pragma once

#include "models/sta/matmul_shape.h"

#include <array>
#include <cstdint>
#include <vector>

namespace stavp {

/// Integer matrix products through a float GEMM, exact by construction: K is cut so that no partial sum, in whatever
/// order the library adds, exceeds 2^24, below which float32 holds every integer. The pieces are added as int32.
/// int16 operands are taken byte by byte, high bytes signed and low bytes unsigned.
class ExactGemm {
public:
    ExactGemm();

    /// acc[m, n] = x * w^T, without gaps; wraps modulo 2^32. Returns the multiply-accumulates executed:
    /// m * n * k dense, m * kept weights sparse.
    std::uint64_t multiply(const MatmulShape& shape, const MatmulOperands& operands, std::vector<std::int32_t>& acc);

private:
    /// Returns how many are kept.
    std::uint64_t load_weights(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t col,
                               std::uint64_t cols);
    void load_activations(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                          std::uint64_t rows);
    void multiply_block(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row, std::uint64_t rows,
                        std::uint64_t cols, std::int32_t* acc);

    std::array<std::vector<float>, 2> x_; ///< values, or their low and high bytes
    std::array<std::vector<float>, 2> w_;
    std::vector<float> product_;
};

} // namespace stavp
