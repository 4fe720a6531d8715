// Each knob of the array against a hand computation.

#include "models/sta/sta_timing.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

StaConfig ideal(unsigned rows, unsigned cols, unsigned lanes = 1, Dataflow dataflow = Dataflow::output_stationary) {
    return {.rows = rows,
            .cols = cols,
            .lanes = lanes,
            .dataflow = dataflow,
            .fold_overlap = true,
            .activation_port_bytes_per_cycle = 0,
            .weight_port_bytes_per_cycle = 0,
            .result_port_bytes_per_cycle = 0};
}

std::uint64_t busy(StaConfig config, unsigned selector_width, const MatmulShape& shape) {
    config.selector_width = selector_width;
    return sta_cycles(config, shape).busy;
}

// 2:8, k 64 = 8 groups, one fold. Selectors that see the group: 2 beats a group, 16. Half of it: two windows, in each
// of which both weights may lie: 4 beats, 32. A quarter: 4 windows of 2, 64. One position: 8 windows of 1, 64 again.
TEST(StaKnobs, selectors_that_see_a_part_of_the_group_go_through_its_windows) {
    const MatmulShape shape{.m = 4, .n = 4, .k = 64, .pattern_n = 2, .pattern_m = 8};
    const auto one_lane = ideal(4, 4);
    EXPECT_EQ(busy(one_lane, 0, shape), 16u);
    EXPECT_EQ(busy(one_lane, 8, shape), 16u);
    EXPECT_EQ(busy(one_lane, 32, shape), 16u);
    EXPECT_EQ(busy(one_lane, 4, shape), 32u);
    EXPECT_EQ(busy(one_lane, 2, shape), 64u);
    EXPECT_EQ(busy(one_lane, 1, shape), 64u);
    // two lanes: both weights of a window in one beat
    EXPECT_EQ(busy(ideal(4, 4, 2), 4, shape), 16u);
    // 5:8 in windows of 4: up to 4 of the 5 in each, 2 * ceil(4/3) with 3 lanes
    EXPECT_EQ(busy(ideal(4, 4, 3), 4, {.m = 4, .n = 4, .k = 64, .pattern_n = 5, .pattern_m = 8}), 8u * 4);
    EXPECT_EQ(busy(one_lane, 2, {.m = 4, .n = 4, .k = 64}), 64u) << "dense: there is nothing to select";
}

// Weight-stationary, the same groups: 8 of them on 4 rows are 2 folds of m * 4 beats; the weights of a PE still enter
// in 2 beats, so the load before the first fold is 4 * 2, then the skew of 6.
TEST(StaKnobs, windows_do_not_slow_the_loading_of_weights) {
    auto config = ideal(4, 4, 1, Dataflow::weight_stationary);
    config.selector_width = 4;
    const auto cycles = sta_cycles(config, {.m = 4, .n = 4, .k = 64, .pattern_n = 2, .pattern_m = 8});
    EXPECT_EQ(cycles.busy, 2u * 4 * 4);
    EXPECT_EQ(cycles.fill_drain, 8u + 6);
}

// 2:8, 8 groups of 6 columns on 4x4: folds of 32 and 16 groups, 16 beats each. One group a cycle: 32 - 16 too long in
// the first, none in the second. Three: 11 and 6, hidden.
TEST(StaKnobs, a_slow_decoder_stretches_a_fold) {
    auto config = ideal(4, 4);
    MatmulShape shape{.m = 4, .n = 6, .k = 64, .pattern_n = 2, .pattern_m = 8};
    config.decoder_groups_per_cycle = 1;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 16u);
    config.decoder_groups_per_cycle = 3;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 0u);
    config.decoder_groups_per_cycle = 1;
    shape.pattern_n = shape.pattern_m = 0;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 0u) << "dense: there is nothing to decode";
}

// Two folds of 16 results and 4 beats. 3 a cycle: 6 cycles; 2 of the first fold's are exposed, all of the last's.
// A port of 2 bytes takes 8 for the same int8 results: the longer counts, not the sum.
TEST(StaKnobs, drain_ports_bound_how_results_leave) {
    auto config = ideal(4, 4);
    config.drain_ports = 3;
    const MatmulShape shape{.m = 8, .n = 4, .k = 4};
    EXPECT_EQ(sta_cycles(config, shape).result_port, 2u + 6);
    config.result_port_bytes_per_cycle = 2;
    EXPECT_EQ(sta_cycles(config, shape).result_port, 4u + 8);
    config.drain_ports = 16;
    config.result_port_bytes_per_cycle = 0;
    EXPECT_EQ(sta_cycles(config, shape).result_port, 1u);
}

// 16 elements of k: a beat each on int8; two where one operand has two bytes, four where both have; one again on 16-bit
// multipliers.
TEST(StaKnobs, int16_takes_a_beat_per_product_of_bytes_on_8_bit_multipliers) {
    const auto beats = [](unsigned x_bytes, unsigned w_bytes, unsigned multiplier_bits) {
        auto config = ideal(4, 4);
        config.multiplier_bits = multiplier_bits;
        MatmulShape shape{.m = 4, .n = 4, .k = 16};
        shape.x_bytes = x_bytes;
        shape.w_bytes = w_bytes;
        return sta_cycles(config, shape).busy;
    };
    EXPECT_EQ(beats(1, 1, 8), 16u);
    EXPECT_EQ(beats(2, 1, 8), 32u);
    EXPECT_EQ(beats(1, 2, 8), 32u);
    EXPECT_EQ(beats(2, 2, 8), 64u);
    EXPECT_EQ(beats(2, 2, 16), 16u);
    // 2:4 weight-stationary: m * 2 * 4 beats of one fold
    auto config = ideal(4, 4, 1, Dataflow::weight_stationary);
    MatmulShape shape{.m = 5, .n = 4, .k = 16, .pattern_n = 2, .pattern_m = 4};
    shape.x_bytes = shape.w_bytes = 2;
    EXPECT_EQ(sta_cycles(config, shape).busy, 5u * 2 * 4);
}

// One fold of 16 beats on 16-bit multipliers. Activations 4 * 16 * 2 bytes at 4 a cycle: 32. Weights 2:4: 4 groups of 2
// values of 2 bytes and 2 bytes of map, 18 a column, 72 at 2 a cycle: 36, where 8 groups' beats take 8.
TEST(StaKnobs, int16_operands_take_twice_the_port) {
    auto config = ideal(4, 4);
    config.multiplier_bits = 16;
    MatmulShape shape{.m = 4, .n = 4, .k = 16};
    shape.x_bytes = shape.w_bytes = 2;
    config.activation_port_bytes_per_cycle = 4;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 32u - 16);
    config.activation_port_bytes_per_cycle = 0;
    config.weight_port_bytes_per_cycle = 2;
    shape.pattern_n = 2;
    shape.pattern_m = 4;
    EXPECT_EQ(sta_cycles(config, shape).operand_port, 36u - 8);
}

} // namespace
} // namespace stavp
