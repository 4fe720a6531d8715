#include "workloads/format/builder.h"
#include "workloads/reference/execute.h"
#include "workloads/reference/matmul.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <random>

namespace stavp::workloads {

static void PrintTo(const Pattern& pattern, std::ostream* out) {
    *out << to_string(pattern);
}

namespace {

using reference::Matrix;

/// Random int8 with exactly n values per group of m, some of them at the group's end, none beyond `cols`.
std::vector<std::int8_t> sparse_weights(std::uint32_t rows, std::uint32_t cols, Pattern pattern, std::mt19937& random) {
    std::vector<std::int8_t> values(std::size_t{rows} * cols);
    for (auto& value : values)
        value = static_cast<std::int8_t>(random() % 255 - 127);
    if (pattern.dense()) return values;
    for (std::uint32_t r = 0; r < rows; ++r)
        for (std::uint32_t first = 0; first < cols; first += pattern.m) {
            const std::uint32_t size = std::min(pattern.m, cols - first);
            for (std::uint32_t drop = pattern.n; drop < size; ++drop) {
                std::uint32_t j = static_cast<std::uint32_t>(random()) % size;
                while (values[std::size_t{r} * cols + first + j] == 0)
                    j = (j + 1) % size;
                values[std::size_t{r} * cols + first + j] = 0;
            }
        }
    return values;
}

/// A workload of one product over `x`, run through the file format.
std::vector<std::uint8_t> run_gemm(nmw_dtype x_type, const std::vector<std::uint8_t>& x, std::uint32_t rows,
                                   std::uint32_t k, const std::vector<std::int8_t>& w, Pattern pattern,
                                   const std::vector<nmw_channel>& channels, nmw_dtype y_type, bool relu,
                                   EncodingChoice encoding = EncodingChoice::smallest) {
    WorkloadBuilder b("gemm", rows, {{rows, 0, 0, 0}});
    b.encode_weights(encoding);
    const auto n = static_cast<std::uint32_t>(channels.size());
    const auto input = b.add_input("x", x_type, k, 1, x);
    const auto weight = b.add_weight("w", n, k, w, pattern);
    const auto records = b.add_channels("c", channels);
    const auto output = b.add_activation("y", y_type, rows, n, 1);
    b.add_gemm("gemm", input, weight, records, output, relu);
    b.set_output(output);
    return execute_reference(Image::parse(b.image_bytes(), "gemm"))[output];
}

class Product : public ::testing::TestWithParam<Pattern> {};

TEST_P(Product, equals_the_plain_sum_over_the_uncompressed_weights) {
    std::mt19937 random(GetParam().m * 100 + GetParam().n);
    constexpr std::uint32_t rows = 5;
    constexpr std::uint32_t n = 9;
    for (const std::uint32_t k : {1u, 31u, 64u, 75u}) {
        const auto w = sparse_weights(n, k, GetParam(), random);
        std::vector<std::uint8_t> x(rows * k);
        for (auto& value : x)
            value = static_cast<std::uint8_t>(random());
        std::vector<nmw_channel> channels(n);
        for (auto& c : channels)
            c = {static_cast<std::int32_t>(random() % 20001) - 10000, 1 << 30, 33, 0};
        for (const auto& [is_unsigned, encoding] :
             {std::pair{false, EncodingChoice::bitmap}, {true, EncodingChoice::index}}) {
            const auto y =
                run_gemm(is_unsigned ? NMW_U8 : NMW_I8, x, rows, k, w, GetParam(), channels, NMW_I16, false, encoding);
            for (std::uint32_t r = 0; r < rows; ++r)
                for (std::uint32_t c = 0; c < n; ++c) {
                    std::int64_t sum = channels[c].bias;
                    for (std::uint32_t i = 0; i < k; ++i) {
                        const std::uint8_t raw = x[r * k + i];
                        sum += (is_unsigned ? raw : static_cast<std::int8_t>(raw)) * w[c * k + i];
                    }
                    const auto expected = std::clamp<std::int64_t>((sum + 4) >> 3, -32768, 32767); // mult/2^shift = 1/8
                    const std::size_t at = 2 * (r * n + c);
                    EXPECT_EQ(static_cast<std::int16_t>(y[at] | y[at + 1] << 8), expected);
                }
        }
    }
}

std::vector<Pattern> all_patterns() {
    std::vector<Pattern> patterns{{}};
    for (const std::uint32_t m : {2u, 4u, 8u, 16u, 32u})
        for (const std::uint32_t n : {1u, m / 2, m - 1, m})
            if (n > 0 && std::ranges::find(patterns, Pattern{n, m}) == patterns.end()) patterns.push_back({n, m});
    return patterns;
}
std::string pattern_name(const ::testing::TestParamInfo<Pattern>& tested) {
    const Pattern p = tested.param;
    return p.dense() ? "dense" : std::to_string(p.n) + "_of_" + std::to_string(p.m);
}
INSTANTIATE_TEST_SUITE_P(patterns, Product, ::testing::ValuesIn(all_patterns()), pattern_name);

TEST(SingleProduct, output_types_saturate_and_relu_comes_first) {
    // x = 0: the sums are the biases, the factor is 1.
    const std::vector<nmw_channel> channels{{-1000, 1 << 30, 30, 0}, {1000, 1 << 30, 30, 0}, {100000, 1 << 30, 30, 0}};
    const std::vector<std::int8_t> w(3, 1);
    const auto run = [&](nmw_dtype type, bool relu) {
        return run_gemm(NMW_I8, {0}, 1, 1, w, {}, channels, type, relu);
    };
    EXPECT_THAT(run(NMW_I8, false), ::testing::ElementsAre(0x80, 127, 127));
    EXPECT_THAT(run(NMW_I8, true), ::testing::ElementsAre(0, 127, 127));
    EXPECT_THAT(run(NMW_U8, false), ::testing::ElementsAre(0, 255, 255));
    EXPECT_THAT(run(NMW_I16, false), ::testing::ElementsAre(0x18, 0xfc, 0xe8, 0x03, 0xff, 0x7f));
    EXPECT_THAT(run(NMW_I16, true), ::testing::ElementsAre(0, 0, 0xe8, 0x03, 0xff, 0x7f));
}

TEST(SingleProduct, longest_reduction_of_extreme_values_is_exact) {
    Matrix x(1, 32768);
    Matrix w(5, 32768); // four rows at once, and one
    std::ranges::fill(x.values, std::int16_t{255});
    std::ranges::fill(w.values, std::int16_t{-128});
    EXPECT_THAT(reference::accumulate(x, w), ::testing::Each(-255 * 128 * 32768));
}

TEST(SingleProduct, two_threads_give_what_one_gives) {
    std::mt19937 random(3);
    Matrix x(64, 256);
    Matrix w(301, 256); // 4.9 M multiplications: above the threshold; odd halves
    for (auto& v : x.values)
        v = static_cast<std::int16_t>(random() % 256);
    for (auto& v : w.values)
        v = static_cast<std::int16_t>(random() % 256 - 128);
    const auto sums = reference::accumulate(x, w);
    for (std::uint32_t r = 0; r < x.rows; ++r)
        for (std::uint32_t c = 0; c < w.rows; ++c) {
            std::int32_t sum = 0;
            for (std::uint32_t k = 0; k < x.cols; ++k)
                sum += x.row(r)[k] * w.row(c)[k];
            ASSERT_EQ(sums[r * w.rows + c], sum) << r << ' ' << c;
        }
}

} // namespace
} // namespace stavp::workloads
