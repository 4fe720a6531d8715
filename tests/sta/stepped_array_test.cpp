#include "models/sta/exact_gemm.h"
#include "models/sta/sta_timing.h"
#include "models/sta/stepped_array.h"
#include "tests/sta/operand_data.h"
#include "tests/sta/support/array_description.h"
#include "tests/sta/support/random_array.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp {
namespace {

using test::describe;

void expect_twins_agree(const StaConfig& config, const MatmulShape& shape, std::uint32_t seed) {
    const auto data = test::random_operands(shape, seed % 2 == 1, seed);
    const auto stepped = SteppedArray(config).run(shape, data.operands());
    ExactGemm gemm;
    std::vector<std::int32_t> fast;
    gemm.multiply(shape, data.operands(), fast);
    std::vector<std::int32_t> wrapped; // docs/arithmetic.md: modulo 2^32, which int8 never comes to
    for (const auto sum : data.naive())
        wrapped.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(sum)));
    EXPECT_EQ(stepped.acc, wrapped) << describe(config, shape);
    EXPECT_EQ(stepped.acc, fast) << describe(config, shape);
    EXPECT_EQ(stepped.cycles, sta_cycles(config, shape).total()) << describe(config, shape);
}

StaConfig array(unsigned rows, unsigned cols, unsigned lanes, Dataflow dataflow, bool overlap) {
    StaConfig config;
    config.rows = rows;
    config.cols = cols;
    config.lanes = lanes;
    config.dataflow = dataflow;
    config.fold_overlap = overlap;
    config.activation_port_bytes_per_cycle = config.weight_port_bytes_per_cycle = config.result_port_bytes_per_cycle =
        0;
    return config;
}

struct Ports {
    unsigned activation, weight, result;
};

class SteppedArrayTest : public testing::TestWithParam<std::tuple<Dataflow, bool, Ports>> {
protected:
    StaConfig config(unsigned rows, unsigned cols, unsigned lanes) const {
        auto out = array(rows, cols, lanes, std::get<0>(GetParam()), std::get<1>(GetParam()));
        const auto& ports = std::get<2>(GetParam());
        out.activation_port_bytes_per_cycle = ports.activation;
        out.weight_port_bytes_per_cycle = ports.weight;
        out.result_port_bytes_per_cycle = ports.result;
        return out;
    }
};

TEST_P(SteppedArrayTest, dense_products_agree_with_the_fast_model) {
    std::uint32_t seed = 1;
    for (const auto& [m, n, k] : std::vector<std::tuple<unsigned, unsigned, unsigned>>{
             {1, 1, 1}, {1, 5, 3}, {7, 1, 11}, {4, 4, 4}, {13, 11, 17}, {9, 6, 32}, {2, 17, 5}})
        for (const auto& [rows, cols] : std::vector<std::pair<unsigned, unsigned>>{{1, 1}, {4, 4}, {3, 5}, {5, 2}})
            for (const unsigned lanes : {1u, 2u, 3u, 8u})
                expect_twins_agree(config(rows, cols, lanes), {.m = m, .n = n, .k = k}, ++seed);
}

TEST_P(SteppedArrayTest, every_pattern_agrees_with_the_fast_model) {
    std::uint32_t seed = 1000;
    for (const unsigned group : {2u, 4u, 8u, 16u, 32u})
        for (unsigned kept = 1; kept <= group; ++kept)
            for (const unsigned lanes : {1u, 4u})
                for (const unsigned k : {group * 3, group * 2 + 1})
                    for (const auto positions : {Positions::bitmap, Positions::index})
                        expect_twins_agree(
                            config(2, 3, lanes),
                            {.m = 3, .n = 5, .k = k, .pattern_n = kept, .pattern_m = group, .positions = positions},
                            ++seed);
}

TEST_P(SteppedArrayTest, sparse_products_of_odd_shapes_agree_with_the_fast_model) {
    std::uint32_t seed = 2000;
    for (const auto& [m, n, k] : std::vector<std::tuple<unsigned, unsigned, unsigned>>{
             {1, 1, 1}, {1, 1, 5}, {13, 3, 37}, {3, 13, 64}, {10, 10, 19}, {31, 2, 7}})
        for (const auto& [rows, cols] : std::vector<std::pair<unsigned, unsigned>>{{1, 1}, {4, 4}, {3, 7}})
            for (const auto& [kept, group] :
                 std::vector<std::pair<unsigned, unsigned>>{{2, 4}, {3, 8}, {1, 2}, {5, 16}})
                for (const unsigned lanes : {1u, 2u})
                    for (const auto& [result_bytes, positions] : std::vector<std::pair<unsigned, Positions>>{
                             {1, Positions::bitmap}, {1, Positions::index}, {4, Positions::index}})
                        expect_twins_agree(config(rows, cols, lanes),
                                           {.m = m,
                                            .n = n,
                                            .k = k,
                                            .pattern_n = kept,
                                            .pattern_m = group,
                                            .positions = positions,
                                            .result_bytes = result_bytes,
                                            .partial_sum_in = result_bytes == 4},
                                           ++seed);
}

INSTANTIATE_TEST_SUITE_P(Dataflows, SteppedArrayTest,
                         testing::Combine(testing::Values(Dataflow::output_stationary, Dataflow::weight_stationary),
                                          testing::Bool(),
                                          testing::Values(Ports{0, 0, 0}, Ports{3, 0, 0}, Ports{0, 2, 0},
                                                          Ports{0, 0, 1}, Ports{7, 5, 2}, Ports{1, 1, 1})));

TEST(SteppedArray, any_array_any_format_any_pattern_and_ragged_shapes_agree_with_the_fast_model) {
    test::RandomArray random(2026);
    for (std::uint32_t i = 0; i < 600; ++i) {
        const auto config = random.config(6);
        const auto shape = random.shape(16, 16, 80);
        expect_twins_agree(config, shape, shape.x_bytes == 2 ? 2 * i : i);
    }
}

TEST(SteppedArray, more_map_bits_than_selectors_take_the_first_ones) {
    const MatmulShape shape{.m = 1, .n = 1, .k = 4, .pattern_n = 2, .pattern_m = 4};
    const std::vector<std::uint8_t> x{1, 10, 100, 50};
    const std::vector<std::uint8_t> w{2, 3};
    const std::vector<std::uint8_t> map{0b1111};
    const MatmulOperands operands{x.data(), 4, false, w.data(), 2, map.data(), 1};
    for (const auto dataflow : {Dataflow::output_stationary, Dataflow::weight_stationary})
        EXPECT_EQ(SteppedArray(array(2, 2, 1, dataflow, true)).run(shape, operands).acc, std::vector<std::int32_t>{32});
    std::vector<std::int32_t> fast;
    EXPECT_EQ(ExactGemm().multiply(shape, operands, fast), 2u);
    EXPECT_EQ(fast, std::vector<std::int32_t>{32});
}

// 4:8 with k 6: indices 3, 1, 7, 7 of weights 2, 5, 7, 9. 1 does not rise, the first 7 is beyond k, the second does not
// rise: x[3] * 2 = 100 is left. In the next row 0, 2, 2, 5: the second 2 is void: 1*2 + 20*5 + 6*9.
TEST(SteppedArray, indices_that_do_not_rise_or_lie_beyond_k_select_nothing) {
    const MatmulShape shape{.m = 1, .n = 2, .k = 6, .pattern_n = 4, .pattern_m = 8, .positions = Positions::index};
    const std::vector<std::uint8_t> x{1, 10, 20, 50, 3, 6};
    const std::vector<std::uint8_t> w{2, 5, 7, 9, 2, 5, 7, 9};
    std::vector<std::uint8_t> indices(4);
    for (const auto& [row, slot, index] : std::vector<std::tuple<unsigned, unsigned, unsigned>>{
             {0, 0, 3}, {0, 1, 1}, {0, 2, 7}, {0, 3, 7}, {1, 0, 0}, {1, 1, 2}, {1, 2, 2}, {1, 3, 5}})
        test::put_bits(indices.data() + row * 2, slot * 3, index, 3);
    const MatmulOperands operands{x.data(), 6, false, w.data(), 4, indices.data(), 2};
    const std::vector<std::int32_t> expected{100, 1 * 2 + 20 * 5 + 6 * 9};
    for (const auto dataflow : {Dataflow::output_stationary, Dataflow::weight_stationary})
        for (const unsigned lanes : {1u, 3u, 4u})
            EXPECT_EQ(SteppedArray(array(2, 2, lanes, dataflow, true)).run(shape, operands).acc, expected) << lanes;
    std::vector<std::int32_t> fast;
    EXPECT_EQ(ExactGemm().multiply(shape, operands, fast), 4u);
    EXPECT_EQ(fast, expected);
}

TEST(SteppedArray, any_index_bits_at_all_give_the_same_in_both_models) {
    std::mt19937 random(77);
    for (int i = 0; i < 300; ++i) {
        MatmulShape shape{.m = 2, .n = 3, .positions = Positions::index};
        shape.pattern_m = 2u << random() % 5;
        shape.pattern_n = 1 + static_cast<std::uint32_t>(random() % shape.pattern_m);
        shape.k = 1 + static_cast<std::uint32_t>(random() % 70);
        auto data = test::random_operands(shape, i % 2 == 0, static_cast<std::uint32_t>(i));
        for (auto* bytes : {&data.w, &data.map})
            for (auto& byte : *bytes)
                byte = static_cast<std::uint8_t>(random());
        std::vector<std::int32_t> fast;
        ExactGemm().multiply(shape, data.operands(), fast);
        for (const auto dataflow : {Dataflow::output_stationary, Dataflow::weight_stationary}) {
            const auto config = array(2, 2, 1 + static_cast<unsigned>(random() % 4), dataflow, true);
            EXPECT_EQ(SteppedArray(config).run(shape, data.operands()).acc, fast) << describe(config, shape);
        }
    }
}

} // namespace
} // namespace stavp
