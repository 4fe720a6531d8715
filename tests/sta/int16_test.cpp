// Operands of 16 bits through the engine.

#include "tests/sta/sta_bench.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;

std::vector<std::int32_t> wrapped(const OperandData& data) {
    std::vector<std::int32_t> out;
    for (const auto sum : data.naive())
        out.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(sum)));
    return out;
}

stavp_sta_descriptor place_formats(TestMemory& memory, const OperandData& data) {
    auto d = place(memory, data);
    d.x_stride = data.shape.k * data.shape.x_bytes;
    if (data.shape.x_bytes == 2) d.header.flags |= STAVP_STA_X_INT16;
    if (data.shape.w_bytes == 2) d.header.flags |= STAVP_STA_W_INT16;
    return d;
}

// [300 -300] * [1000 2; -32768 32767]: 299400 and -300 * 65535; 32767 * 4 times 32767 wraps to 4 * (2^30 - 2^16 + 1).
TEST(StaInt16, equals_a_hand_computation_and_wraps_modulo_2_to_the_32) {
    StaBench bench({});
    OperandData data;
    data.shape = {.m = 1, .n = 2, .k = 2};
    data.shape.x_bytes = data.shape.w_bytes = 2;
    auto d = place_formats(bench.memory, data);
    bench.memory.put<std::int16_t>(kX, {300, -300});
    bench.memory.put<std::int16_t>(kW, {1000, 2, -32768, 32767});
    bench.run(d);
    EXPECT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 2), (std::vector<std::int32_t>{299400, -300 * 65535}));
    bench.memory.put<std::int16_t>(kX, {32767, 32767, 32767, 32767});
    bench.memory.put<std::int16_t>(kW, {32767, 32767, 32767, 32767});
    d.n = 1;
    d.k = 4;
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 1)[0], 4 - (4 << 16));
}

TEST(StaInt16, every_mix_of_formats_equals_the_definition) {
    StaBench bench({});
    std::uint32_t seed = 0;
    for (const auto& [x_bytes, w_bytes] : std::vector<std::pair<unsigned, unsigned>>{{2, 2}, {2, 1}, {1, 2}})
        for (const auto& [kept, group] : std::vector<std::pair<unsigned, unsigned>>{{0, 0}, {2, 4}, {3, 8}, {7, 32}})
            for (const auto positions : {Positions::bitmap, Positions::index}) {
                MatmulShape shape{.m = 5, .n = 6, .k = 700, .pattern_n = kept, .pattern_m = group};
                shape.positions = kept == 0 ? Positions::bitmap : positions;
                shape.x_bytes = x_bytes;
                shape.w_bytes = w_bytes;
                ++seed;
                const auto data = random_operands(shape, x_bytes == 1 && seed % 2 == 0, seed);
                bench.run(place_formats(bench.memory, data));
                ASSERT_EQ(bench.error_code(), 0u);
                EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 30), wrapped(data)) << x_bytes << "x" << w_bytes;
            }
}

TEST(StaInt16, partial_sums_continue_a_product_that_wraps) {
    StaBench bench({});
    MatmulShape shape{.m = 3, .n = 4, .k = 96};
    shape.x_bytes = shape.w_bytes = 2;
    const auto data = random_operands(shape, false, 8);
    auto d = place_formats(bench.memory, data);
    d.k = 32;
    bench.run(d);
    bench.memory.put(kPsum, bench.memory.get<std::int32_t>(kY, 12));
    d.header.flags |= STAVP_STA_PSUM_IN;
    d.x = kX + 64;
    d.w = kW + 64;
    d.k = 64;
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 12), wrapped(data));
}

// 16 beats of k, 4 each: 64; skew 62 and the results' cycle.
TEST(StaInt16, its_beats_reach_the_account) {
    StaBench bench({});
    MatmulShape shape{.m = 1, .n = 1, .k = 16};
    shape.x_bytes = shape.w_bytes = 2;
    bench.run(place_formats(bench.memory, random_operands(shape, false, 1)));
    EXPECT_EQ(bench.cycles_of(Activity::busy), 64u);
    EXPECT_EQ(bench.command_cycles(), 64u + 62 + 1);
}

TEST(StaInt16, there_is_no_unsigned_form_and_strides_cover_two_bytes) {
    StaBench bench({});
    MatmulShape shape{.m = 2, .n = 2, .k = 4};
    shape.x_bytes = shape.w_bytes = 2;
    const auto good = place_formats(bench.memory, random_operands(shape, false, 1));
    auto bad = good;
    bad.header.flags |= STAVP_STA_X_UNSIGNED;
    bench.expect_failure(bad, QueueError::bad_field);
    bad = good;
    bad.x_stride = 7;
    bench.expect_failure(bad, QueueError::bad_field);
    bad = good;
    bad.w_stride = 7;
    bench.expect_failure(bad, QueueError::bad_field);
    bench.run(good);
    EXPECT_EQ(bench.error_code(), 0u);
}

TEST(StaInt16, capability_registers_tell_what_a_planner_needs) {
    StaConfig config;
    config.selector_width = 4;
    config.multiplier_bits = 16;
    StaBench bench(config);
    EXPECT_EQ(bench.read(0x94), 4u);
    EXPECT_EQ(bench.read(0x98), 16u);
}

TEST(StaConfiguration, widths_that_are_none_are_refused) {
    TestSync sync;
    StaConfig odd;
    odd.selector_width = 3;
    EXPECT_THROW(Sta("three", odd, Clock(1000), sync, sc_core::SC_ZERO_TIME), std::invalid_argument);
    StaConfig twelve;
    twelve.multiplier_bits = 12;
    EXPECT_THROW(Sta("twelve", twelve, Clock(1000), sync, sc_core::SC_ZERO_TIME), std::invalid_argument);
}

} // namespace
} // namespace stavp
