#pragma once

#include "models/sta/matmul_shape.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// Integer matrix products through a float GEMM, exact by construction: K is cut so that no partial sum, in whatever
/// order the library adds, exceeds 2^24, below which float32 holds every integer. The pieces are added as int32.
class ExactGemm {
public:
    ExactGemm();

    /// acc[m, n] = x * w^T, without gaps; wraps modulo 2^32. Returns the multiply-accumulates executed:
    /// m * n * k dense, m * kept weights sparse.
    std::uint64_t multiply(const MatmulShape& shape, const MatmulOperands& operands, std::vector<std::int32_t>& acc);

private:
    void multiply_block(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row, std::uint64_t rows,
                        std::uint64_t cols, std::int32_t* acc);

    std::vector<float> x_;
    std::vector<float> w_;
    std::vector<float> product_;
};

} // namespace stavp
