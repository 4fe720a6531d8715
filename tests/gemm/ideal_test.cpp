// The closed form behind --ideal-memory.

#include "models/sta/sta_timing.h"
#include "platform/gemm/result.h"

#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace stavp {
namespace {

std::uint64_t up(std::uint64_t a, std::uint64_t b) {
    return a / b + (a % b != 0 ? 1 : 0);
}

/// Log-uniform, so that small and large values both come.
std::uint32_t any_extent(std::mt19937& random, unsigned most_bits) {
    const auto bits = random() % most_bits;
    return 1 + static_cast<std::uint32_t>(random() % (std::uint64_t{1} << bits << 1));
}

TEST(GemmIdeal, dense_products_without_overlap_follow_the_textbook_at_any_shape) {
    std::mt19937 random(11);
    for (int i = 0; i < 1000; ++i) {
        gemm::Problem p;
        p.m = i == 0 ? 1 : any_extent(random, 20);
        p.k = i == 0 ? 1 : any_extent(random, 20);
        p.n = i == 0 ? 1 : any_extent(random, 20);
        StaConfig config;
        config.rows = any_extent(random, 9);
        config.cols = any_extent(random, 9);
        config.fold_overlap = false;
        const std::uint64_t rows = config.rows;
        const std::uint64_t cols = config.cols;
        EXPECT_EQ(gemm::ideal_result(config, p).cycles, up(p.m, rows) * up(p.n, cols) * (p.k + rows + cols - 2));
        config.dataflow = Dataflow::weight_stationary;
        EXPECT_EQ(gemm::ideal_result(config, p).cycles, up(p.k, rows) * up(p.n, cols) * (p.m + 2 * rows + cols - 2));
    }
}

TEST(GemmIdeal, equals_the_rule_of_folds_with_unlimited_ports) {
    std::mt19937 random(12);
    for (int i = 0; i < 2000; ++i) {
        MatmulShape shape;
        shape.m = any_extent(random, 8);
        shape.n = any_extent(random, 8);
        shape.k = any_extent(random, 10);
        if (random() % 4 != 0) {
            shape.pattern_m = 2u << random() % 5;
            shape.pattern_n = 1 + static_cast<std::uint32_t>(random() % shape.pattern_m);
        }
        StaConfig config;
        config.rows = any_extent(random, 5);
        config.cols = any_extent(random, 5);
        config.lanes = any_extent(random, 4);
        config.dataflow = random() % 2 == 0 ? Dataflow::output_stationary : Dataflow::weight_stationary;
        config.fold_overlap = random() % 2 == 0;
        config.activation_port_bytes_per_cycle = config.weight_port_bytes_per_cycle =
            config.result_port_bytes_per_cycle = 0;
        const auto folds = sta_cycles(config, shape);
        const auto ideal = ideal_sta_cycles(config, shape);
        EXPECT_EQ(ideal.busy, folds.busy);
        EXPECT_EQ(ideal.fill_drain, folds.fill_drain);
        EXPECT_EQ(ideal.total(), folds.total());
    }
}

// 100000 * (100000 + 62) on one fold; the account sums to it.
TEST(GemmIdeal, takes_reductions_longer_than_a_command_could) {
    gemm::Problem p;
    p.m = p.n = 32;
    p.k = 100000;
    const auto result = gemm::ideal_result({}, p);
    EXPECT_EQ(result.cycles, 100000u + 62);
    EXPECT_EQ(std::accumulate(result.activities.begin(), result.activities.end(), std::uint64_t{0}), result.cycles);
    EXPECT_DOUBLE_EQ(gemm::utilisation({}, p, result), 100000.0 / 100062);
}

// k 13 with 3:8: a whole group keeps 3, the last 5 columns 3; with 7:8 they keep 5.
TEST(GemmIdeal, macs_are_those_of_full_groups_and_of_what_the_last_one_has) {
    gemm::Problem p;
    p.m = 2;
    p.n = 3;
    p.k = 13;
    p.pattern_m = 8;
    p.pattern_n = 3;
    EXPECT_EQ(p.macs(), 6u * (3 + 3));
    p.pattern_n = 7;
    EXPECT_EQ(p.macs(), 6u * (7 + 5));
    EXPECT_EQ(p.macs_dense(), 6u * 13);
}

} // namespace
} // namespace stavp
