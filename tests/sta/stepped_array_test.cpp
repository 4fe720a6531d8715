#include "models/sta/exact_gemm.h"
#include "models/sta/sta_timing.h"
#include "models/sta/stepped_array.h"
#include "tests/sta/operand_data.h"

#include <gtest/gtest.h>
#include <sstream>

namespace stavp {
namespace {

std::string describe(const StaConfig& c, const MatmulShape& s) {
    std::ostringstream out;
    out << c.rows << "x" << c.cols << " lanes " << c.lanes
        << (c.dataflow == Dataflow::weight_stationary ? " ws" : " os") << (c.fold_overlap ? " overlap" : " no overlap")
        << " ports " << c.activation_port_bytes_per_cycle << "/" << c.weight_port_bytes_per_cycle << "/"
        << c.result_port_bytes_per_cycle << ", m " << s.m << " n " << s.n << " k " << s.k << " pattern " << s.pattern_n
        << ":" << s.pattern_m << " result bytes " << s.result_bytes << " psum " << s.partial_sum_in;
    return out.str();
}

void expect_twins_agree(const StaConfig& config, const MatmulShape& shape, std::uint32_t seed) {
    const auto data = test::random_operands(shape, seed % 2 == 1, seed);
    const auto stepped = SteppedArray(config).run(shape, data.operands());
    ExactGemm gemm;
    std::vector<std::int32_t> fast;
    gemm.multiply(shape, data.operands(), fast);
    const auto naive = data.naive();
    EXPECT_EQ(std::vector<std::int64_t>(stepped.acc.begin(), stepped.acc.end()), naive) << describe(config, shape);
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
                    expect_twins_agree(config(2, 3, lanes),
                                       {.m = 3, .n = 5, .k = k, .pattern_n = kept, .pattern_m = group}, ++seed);
}

TEST_P(SteppedArrayTest, sparse_products_of_odd_shapes_agree_with_the_fast_model) {
    std::uint32_t seed = 2000;
    for (const auto& [m, n, k] : std::vector<std::tuple<unsigned, unsigned, unsigned>>{
             {1, 1, 1}, {1, 1, 5}, {13, 3, 37}, {3, 13, 64}, {10, 10, 19}, {31, 2, 7}})
        for (const auto& [rows, cols] : std::vector<std::pair<unsigned, unsigned>>{{1, 1}, {4, 4}, {3, 7}})
            for (const auto& [kept, group] :
                 std::vector<std::pair<unsigned, unsigned>>{{2, 4}, {3, 8}, {1, 2}, {5, 16}})
                for (const unsigned lanes : {1u, 2u})
                    for (const unsigned result_bytes : {1u, 4u})
                        expect_twins_agree(config(rows, cols, lanes),
                                           {.m = m,
                                            .n = n,
                                            .k = k,
                                            .pattern_n = kept,
                                            .pattern_m = group,
                                            .result_bytes = result_bytes,
                                            .partial_sum_in = result_bytes == 4},
                                           ++seed);
}

INSTANTIATE_TEST_SUITE_P(Dataflows, SteppedArrayTest,
                         testing::Combine(testing::Values(Dataflow::output_stationary, Dataflow::weight_stationary),
                                          testing::Bool(),
                                          testing::Values(Ports{0, 0, 0}, Ports{3, 0, 0}, Ports{0, 2, 0},
                                                          Ports{0, 0, 1}, Ports{7, 5, 2}, Ports{1, 1, 1})));

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

} // namespace
} // namespace stavp
