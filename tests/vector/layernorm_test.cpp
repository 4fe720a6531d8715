#include "tests/vector/vector_bench.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;

/// docs/arithmetic.md, LayerNorm, step by step in 128 bits; the square root by bisection.
std::vector<std::int64_t> reference(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& gamma,
                                    const std::vector<std::int64_t>& beta, std::uint32_t eps_q, std::int64_t mult,
                                    unsigned shift, unsigned type) {
    const auto d = static_cast<std::int64_t>(x.size());
    __int128 sum = 0;
    for (const auto v : x)
        sum += v;
    const __int128 numerator = 256 * sum + (d >> 1);
    __int128 mean = numerator / d;
    if (mean * d > numerator) --mean;
    __int128 squares = 0;
    for (const auto v : x)
        squares += (256 * v - mean) * (256 * v - mean);
    const __int128 variance = squares / d + eps_q;
    __int128 low = 0;
    __int128 high = static_cast<__int128>(1) << 40;
    while (low + 1 < high) {
        const auto middle = (low + high) / 2;
        (middle * middle <= variance ? low : high) = middle;
    }
    const __int128 deviation = low == 0 ? 1 : low;
    const __int128 reciprocal = (static_cast<__int128>(1) << 32) / deviation;
    std::vector<std::int64_t> y;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const __int128 n = ((256 * x[i] - mean) * reciprocal + (1 << 19)) >> 20;
        __int128 v = n * gamma[i] + beta[i];
        if (v > INT32_MAX) v = INT32_MAX;
        if (v < INT32_MIN) v = INT32_MIN;
        y.push_back(saturate(rq(static_cast<std::int64_t>(v), mult, shift), type));
    }
    return y;
}

class LayerNorm : public testing::Test {
protected:
    VectorBench bench{{}};
    std::vector<std::int64_t> gamma, beta;

    void put_params(std::uint32_t cols, bool extreme) {
        gamma = random_elements(cols, STAVP_I16, 11);
        if (!extreme)
            for (auto& value : gamma)
                value = 800 + value / 100;
        beta.clear();
        std::mt19937 random(12);
        for (std::uint32_t i = 0; i < cols; ++i)
            beta.push_back(extreme ? static_cast<std::int32_t>(random()) : static_cast<std::int32_t>(random()) / 4096);
        put_elements(bench.memory, kParams, 0, cols, STAVP_I16, gamma);
        bench.memory.put(kParams2, std::vector<std::int32_t>(beta.begin(), beta.end()));
    }

    void check(std::uint32_t rows, std::uint32_t cols, unsigned in, unsigned out, std::uint32_t eps_q, bool extreme,
               const std::vector<std::int64_t>& x) {
        put_params(cols, extreme);
        auto d = describe(STAVP_OP_VECTOR_LAYERNORM, rows, cols);
        d.a_type = static_cast<std::uint8_t>(in);
        d.y_type = static_cast<std::uint8_t>(out);
        d.a_stride = bytes_of(in) * cols + 1;
        d.y_stride = bytes_of(out) * cols + 3;
        d.eps_q = eps_q;
        d.mult0 = 1431655765;
        d.shift0 = (out == STAVP_I8 ? 46u : 38u) + (extreme ? 9 : 0); // extremes reach the clamp to int32
        put_elements(bench.memory, kA, d.a_stride, cols, in, x);
        bench.run(d);
        ASSERT_EQ(bench.error_code(), 0u);
        for (std::uint32_t r = 0; r < rows; ++r)
            EXPECT_EQ(get_elements(bench.memory, kY + r * d.y_stride, 0, 1, cols, out),
                      reference({x.begin() + r * cols, x.begin() + (r + 1) * cols}, gamma, beta, eps_q, d.mult0,
                                d.shift0, out));
    }
};

TEST_F(LayerNorm, odd_shapes_and_types_equal_the_contract) {
    std::uint32_t seed = 0;
    for (const auto& [rows, cols] : std::vector<std::pair<unsigned, unsigned>>{{1, 1}, {3, 2}, {5, 17}, {2, 257}})
        for (const unsigned in : {STAVP_I8, STAVP_I16})
            for (const unsigned out : {STAVP_I8, STAVP_I16})
                for (const bool extreme : {false, true})
                    check(rows, cols, in, out, extreme ? 0xffffffff : 66, extreme,
                          random_elements(std::size_t{rows} * cols, in, ++seed));
}

TEST_F(LayerNorm, a_constant_row_has_deviation_one) {
    check(2, 7, STAVP_I8, STAVP_I16, 0, false, std::vector<std::int64_t>(14, -77));
}

TEST_F(LayerNorm, the_longest_row_of_extremes_stays_exact) {
    std::vector<std::int64_t> x(8192, -32768);
    for (std::size_t i = 0; i < x.size(); i += 2)
        x[i] = 32767;
    check(1, 8192, STAVP_I16, STAVP_I16, 0, true, x);
}

// A mean just below zero: x = [0 0 -1], S = -1, (-256 + 1)/3 = -85 exactly; x = [-1 0 0 0]: (-256 + 2)/4 = -63.5 ->
// -64.
TEST_F(LayerNorm, a_negative_mean_rounds_to_minus_infinity) {
    check(1, 4, STAVP_I8, STAVP_I16, 0, false, {-1, 0, 0, 0});
    check(1, 7, STAVP_I8, STAVP_I16, 3, false, {-1, -2, 0, 0, -5, 1, 0});
}

// gamma 1 at scale 1/1024, output scale 1/32: y = 32 * (x - mean) / std, so mult / 2^shift = 1 / (4096 * 32).
// Bound: Q12 normalised values and the rounded deviation (below 1/256 of a step of 30) stay within one output step.
TEST_F(LayerNorm, is_within_one_step_of_the_real_normalisation) {
    const std::uint32_t cols = 256;
    const auto x = random_elements(cols, STAVP_I8, 99);
    put_elements(bench.memory, kA, 0, cols, STAVP_I8, x);
    put_elements(bench.memory, kParams, 0, cols, STAVP_I16, std::vector<std::int64_t>(cols, 1024));
    bench.memory.put(kParams2, std::vector<std::int32_t>(cols, 0));
    auto d = describe(STAVP_OP_VECTOR_LAYERNORM, 1, cols);
    d.mult0 = 1 << 30;
    d.shift0 = 30 + 17;
    bench.run(d);
    double mean = 0;
    double variance = 0;
    for (const auto v : x)
        mean += static_cast<double>(v) / cols;
    for (const auto v : x)
        variance += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean) / cols;
    const auto y = get_elements(bench.memory, kY, 0, 1, cols, STAVP_I8);
    for (std::uint32_t i = 0; i < cols; ++i)
        EXPECT_NEAR(static_cast<double>(y[i]), 32 * (static_cast<double>(x[i]) - mean) / std::sqrt(variance), 1.0);
}

} // namespace
} // namespace stavp
