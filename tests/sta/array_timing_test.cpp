#include "models/sta/sta_timing.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

StaConfig ideal(unsigned rows, unsigned cols, unsigned lanes, Dataflow dataflow, bool overlap) {
    return {.rows = rows,
            .cols = cols,
            .lanes = lanes,
            .dataflow = dataflow,
            .fold_overlap = overlap,
            .activation_port_bytes_per_cycle = 0,
            .weight_port_bytes_per_cycle = 0,
            .result_port_bytes_per_cycle = 0};
}

std::uint64_t up(std::uint64_t a, std::uint64_t b) {
    return a / b + (a % b != 0 ? 1 : 0);
}

TEST(StaTiming, without_overlap_the_array_follows_the_textbook) {
    for (const std::uint32_t m : {1u, 7u, 32u, 128u})
        for (const std::uint32_t n : {1u, 31u, 64u, 100u})
            for (const std::uint32_t k : {1u, 13u, 768u})
                for (const auto& [rows, cols] : std::vector<std::pair<unsigned, unsigned>>{{1, 1}, {32, 32}, {8, 16}}) {
                    const MatmulShape shape{.m = m, .n = n, .k = k};
                    EXPECT_EQ(sta_cycles(ideal(rows, cols, 1, Dataflow::output_stationary, false), shape).total(),
                              up(m, rows) * up(n, cols) * (k + rows + cols - 2));
                    EXPECT_EQ(sta_cycles(ideal(rows, cols, 1, Dataflow::weight_stationary, false), shape).total(),
                              up(k, rows) * up(n, cols) * (m + 2 * rows + cols - 2));
                }
}

// 128x768 * 768x64 on 32x32: 4*2 folds of 768 beats; overlapped, the skew of 62 is paid once.
TEST(StaTiming, overlap_pays_the_skew_once) {
    const auto cycles = sta_cycles(ideal(32, 32, 1, Dataflow::output_stationary, true), {.m = 128, .n = 64, .k = 768});
    EXPECT_EQ(cycles.busy, 8u * 768u);
    EXPECT_EQ(cycles.fill_drain, 62u);
    EXPECT_EQ(cycles.operand_port + cycles.result_port, 0u);
}

// 2:8 with one lane: 96 groups of 2 beats = 192 instead of 768; with two lanes 96.
TEST(StaTiming, a_group_takes_its_kept_weights_over_the_lanes) {
    const MatmulShape shape{.m = 128, .n = 64, .k = 768, .pattern_n = 2, .pattern_m = 8};
    EXPECT_EQ(sta_cycles(ideal(32, 32, 1, Dataflow::output_stationary, true), shape).total(), 8u * 192 + 62);
    EXPECT_EQ(sta_cycles(ideal(32, 32, 2, Dataflow::output_stationary, true), shape).total(), 8u * 96 + 62);
    EXPECT_EQ(sta_cycles(ideal(32, 32, 4, Dataflow::output_stationary, true), shape).total(), 8u * 96 + 62);
}

// Weight-stationary 2:4 on 4x4, one lane: k 32 = 8 groups = 2 folds over groups, n 8 = 2 column blocks: 4 folds.
// s = 2, stream 10*2 = 20, preload 4*2 = 8, skew 6.
TEST(StaTiming, weight_stationary_folds_run_over_groups) {
    const MatmulShape shape{.m = 10, .n = 8, .k = 32, .pattern_n = 2, .pattern_m = 4};
    const auto serial = sta_cycles(ideal(4, 4, 1, Dataflow::weight_stationary, false), shape);
    EXPECT_EQ(serial.total(), 4u * (8 + 20 + 6));
    EXPECT_EQ(serial.busy, 80u);
    EXPECT_EQ(serial.fill_drain, 4u * 14);
    const auto overlapped = sta_cycles(ideal(4, 4, 1, Dataflow::weight_stationary, true), shape);
    EXPECT_EQ(overlapped.busy, 80u);
    EXPECT_EQ(overlapped.fill_drain, 8u + 6);
}

// One activation row on 8x8 dense: the next weights need 8 beats while the stream has 1; 4 folds.
TEST(StaTiming, overlapped_weight_loading_is_exposed_where_the_stream_is_shorter) {
    const auto cycles = sta_cycles(ideal(8, 8, 1, Dataflow::weight_stationary, true), {.m = 1, .n = 16, .k = 16});
    EXPECT_EQ(cycles.busy, 4u);
    EXPECT_EQ(cycles.fill_drain, 8u + 3 * 7 + 14);
}

// 4x4 array, k 16, m 8, n 4: two folds of 16 beats. Activations 4*16 = 64 bytes at 2/cycle = 32 cycles per fold.
TEST(StaTiming, a_slow_activation_port_stretches_each_fold) {
    auto config = ideal(4, 4, 1, Dataflow::output_stationary, true);
    config.activation_port_bytes_per_cycle = 2;
    const auto cycles = sta_cycles(config, {.m = 8, .n = 4, .k = 16});
    EXPECT_EQ(cycles.busy, 32u);
    EXPECT_EQ(cycles.operand_port, 2u * 16);
    EXPECT_EQ(cycles.fill_drain, 6u);
}

// The same folds, 2:4: 4 groups of (2 values + half a byte of map) = 10 bytes a column, 40 a fold, at 1/cycle 40
// cycles where the stream takes 8.
TEST(StaTiming, the_weight_port_carries_values_and_map) {
    auto config = ideal(4, 4, 1, Dataflow::output_stationary, true);
    config.weight_port_bytes_per_cycle = 1;
    const auto cycles = sta_cycles(config, {.m = 8, .n = 4, .k = 16, .pattern_n = 2, .pattern_m = 4});
    EXPECT_EQ(cycles.busy, 16u);
    EXPECT_EQ(cycles.operand_port, 2u * 32);
}

// 1:8 on 4x4, k 48 = 6 groups, n 4: one fold of 6 beats. A column brings 6 values and 6 bytes of map, or 6 indices of 3
// bits: 18 bits are 3 bytes. Four columns at 1 byte per cycle: 48 cycles with maps, 36 with indices.
TEST(StaTiming, the_weight_port_carries_indices_in_the_place_of_the_map) {
    auto config = ideal(4, 4, 1, Dataflow::output_stationary, true);
    config.weight_port_bytes_per_cycle = 1;
    MatmulShape shape{.m = 4, .n = 4, .k = 48, .pattern_n = 1, .pattern_m = 8};
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 48u - 6);
    shape.positions = Positions::index;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 36u - 6);
    EXPECT_EQ(sta_cycles(config, shape).busy, 6u);
}

// 3:16 on 2x2, weight-stationary, k 80 = 5 groups: folds of 2, 2 and 1 groups. Two groups of a column are 6 values and
// 24 bits, 9 bytes, the last one 3 values and 12 bits, 5 bytes; two columns: 18, 18, 10 bytes at 1 per cycle.
// P = 2 * 3 = 6, S = m * 3 = 3: overlapped, first load 18, then max(3, 18), max(3, 10), 3; skew 2.
TEST(StaTiming, indices_of_each_fold_are_rounded_up_to_bytes) {
    auto config = ideal(2, 2, 1, Dataflow::weight_stationary, true);
    config.weight_port_bytes_per_cycle = 1;
    const MatmulShape shape{.m = 1, .n = 2, .k = 80, .pattern_n = 3, .pattern_m = 16, .positions = Positions::index};
    EXPECT_EQ(sta_cycles(config, shape).total(), 18u + 18 + 10 + 3 + 2);
}

// Results of 4x4 int32 with partial sums read: 16 * 8 bytes at 4/cycle = 32 cycles. The first fold's leave during the
// second (16 beats: 16 cycles too long), the second's at the end.
TEST(StaTiming, results_leave_during_the_next_fold_and_the_last_are_exposed) {
    auto config = ideal(4, 4, 1, Dataflow::output_stationary, true);
    config.result_port_bytes_per_cycle = 4;
    const auto cycles = sta_cycles(config, {.m = 8, .n = 4, .k = 16, .result_bytes = 4, .partial_sum_in = true});
    EXPECT_EQ(cycles.result_port, 16u + 32);
    EXPECT_EQ(cycles.busy, 32u);
}

// The same with int16 results to which an int16 residual is added: 16 * 4 bytes are 16 cycles, as long as a fold.
TEST(StaTiming, residuals_pass_the_result_port) {
    auto config = ideal(4, 4, 1, Dataflow::output_stationary, true);
    config.result_port_bytes_per_cycle = 4;
    MatmulShape shape{.m = 8, .n = 4, .k = 16, .result_bytes = 2, .residual_bytes = 2};
    EXPECT_EQ(sta_cycles(config, shape).result_port, 16u);
    shape.k = 10;
    EXPECT_EQ(sta_cycles(config, shape).result_port, 6u + 16);
    shape.residual_bytes = 0;
    EXPECT_EQ(sta_cycles(config, shape).result_port, 8u);
}

TEST(StaTiming, halving_n_at_fixed_m_never_costs_cycles) {
    for (const auto dataflow : {Dataflow::output_stationary, Dataflow::weight_stationary})
        for (const unsigned lanes : {1u, 2u, 4u})
            for (unsigned kept = 32; kept > 1; kept /= 2) {
                StaConfig config;
                config.dataflow = dataflow;
                config.lanes = lanes;
                MatmulShape shape{.m = 128, .n = 96, .k = 777, .pattern_n = kept, .pattern_m = 32};
                const auto more = sta_cycles(config, shape).total();
                shape.pattern_n = kept / 2;
                EXPECT_LE(sta_cycles(config, shape).total(), more);
            }
}

} // namespace
} // namespace stavp
