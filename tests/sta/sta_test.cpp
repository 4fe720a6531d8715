#include "tests/sta/sta_bench.h"

#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace stavp {
namespace {

using namespace test;

struct Record {
    std::int32_t bias;
    std::int32_t mult;
    std::uint32_t shift;
    std::uint32_t zero;
};

/// docs/arithmetic.md, written out once more.
std::int64_t rq(std::int64_t v, std::int64_t mult, unsigned shift) {
    const auto scaled = static_cast<__int128>(v) * mult + (static_cast<__int128>(1) << (shift - 1));
    return static_cast<std::int64_t>(scaled >> shift);
}
std::int64_t sat(std::int64_t v, std::int64_t low, std::int64_t high) {
    return v < low ? low : v > high ? high : v;
}

TEST(Sta, int32_output_is_the_raw_accumulator) {
    StaBench bench({});
    const auto data = random_operands({.m = 13, .n = 7, .k = 1500}, false, 1);
    auto d = place(bench.memory, data);
    d.y_stride = 4 * d.n + 12;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    const auto naive = data.naive();
    for (unsigned r = 0; r < d.m; ++r)
        EXPECT_EQ(bench.memory.get<std::int32_t>(kY + r * d.y_stride, d.n),
                  std::vector<std::int32_t>(naive.begin() + r * d.n, naive.begin() + (r + 1) * d.n));
    EXPECT_EQ(bench.engine.macs(), 13u * 7 * 1500);
    EXPECT_EQ(bench.read(0xa0, 8), 13u * 7 * 1500);
}

template <typename T> void check_output_type(unsigned type, std::int64_t low, std::int64_t high, bool relu) {
    StaBench bench({});
    const auto data =
        random_operands({.m = 5, .n = 6, .k = 100, .pattern_n = 2, .pattern_m = 4, .result_bytes = sizeof(T)}, true, 9);
    const std::vector<Record> records = {
        {0, 1 << 30, 38, 0},          {100000, 2147483647, 40, 0},          {-100000, 3, 1, 0},
        {2147483647, 1 << 30, 45, 0}, {-2147483647 - 1, 2147483647, 62, 0}, {5, 0, 7, 0}};
    auto d = place(bench.memory, data);
    bench.memory.put(kParams, records);
    d.y_type = static_cast<std::uint8_t>(type);
    d.y_stride = sizeof(T) * d.n;
    if (relu) d.header.flags |= STAVP_STA_RELU;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    const auto naive = data.naive();
    std::vector<T> expected;
    for (std::size_t i = 0; i < naive.size(); ++i) {
        const auto& record = records[i % 6];
        auto value = rq(naive[i] + record.bias, record.mult, record.shift);
        if (relu && value < 0) value = 0;
        expected.push_back(static_cast<T>(sat(value, low, high)));
    }
    EXPECT_EQ(bench.memory.get<T>(kY, naive.size()), expected);
}

TEST(Sta, per_channel_requantisation_to_int8) {
    check_output_type<std::int8_t>(STAVP_I8, -128, 127, false);
}
TEST(Sta, per_channel_requantisation_to_uint8) {
    check_output_type<std::uint8_t>(STAVP_U8, 0, 255, false);
}
TEST(Sta, per_channel_requantisation_to_int16) {
    check_output_type<std::int16_t>(STAVP_I16, -32768, 32767, false);
}
TEST(Sta, relu_comes_before_saturation) {
    check_output_type<std::int8_t>(STAVP_I8, -128, 127, true);
}

// x = [1 2 3 4; -1 -2 -3 -4], w keeps {5 at 1, 7 at 3}: sums 38 and -38. 38*3/8 = 14.25 -> 14, -14.25 -> -14;
// with mult 1, shift 2: 9.5 -> 10, -9.5 -> -9 (half rounds up).
TEST(Sta, inline_requantisation_matches_a_hand_computation) {
    StaBench bench({});
    bench.memory.put<std::int8_t>(kX, {1, 2, 3, 4, -1, -2, -3, -4});
    bench.memory.put<std::int8_t>(kW, {5, 7});
    bench.memory.put<std::uint8_t>(kMap, {0b1010});
    OperandData data;
    data.shape = {.m = 2, .n = 1, .k = 4, .pattern_n = 2, .pattern_m = 4};
    auto d = place(bench.memory, data);
    d.header.flags = STAVP_STA_INLINE_REQUANT;
    d.y_type = STAVP_I8;
    d.mult = 3;
    d.shift = 3;
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY, 1)[0], 14);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY + 4, 1)[0], -14);
    d.mult = 1;
    d.shift = 2;
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY, 1)[0], 10);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY + 4, 1)[0], -9);
    EXPECT_EQ(bench.engine.macs(), 2u * 2 * 2);
}

// Sums 38 and -38 as they are, narrowed to int8, then looked up under their bit patterns 38 and 218.
TEST(Sta, a_table_replaces_each_narrowed_result) {
    StaBench bench({});
    bench.memory.put<std::int8_t>(kX, {1, 2, 3, 4, -1, -2, -3, -4});
    bench.memory.put<std::int8_t>(kW, {5, 7});
    bench.memory.put<std::uint8_t>(kMap, {0b1010});
    std::vector<std::int8_t> table(256, 99);
    table[38] = -5;
    table[218] = 6;
    constexpr std::uint32_t kTable = kParams + 0x800;
    bench.memory.put<std::int8_t>(kTable, table);
    OperandData data;
    data.shape = {.m = 2, .n = 1, .k = 4, .pattern_n = 2, .pattern_m = 4};
    auto d = place(bench.memory, data);
    d.header.flags = STAVP_STA_INLINE_REQUANT | STAVP_STA_LUT;
    d.y_type = STAVP_I8;
    d.y_stride = 1;
    d.mult = 2;
    d.shift = 1;
    d.operand2 = kTable;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY, 2), (std::vector<std::int8_t>{-5, 6}));
}

// Products 38 and -38, scaled by 500 / 2^2 to 4750 and -4750, are int16; residuals are the int8 100 and -100.
// (4750 * 3 + 100 * -7 + 16) >> 5 = 13566 >> 5 = 423; (-4750 * 3 + 700 + 16) >> 5 = -13534 >> 5 = -423 (floor).
TEST(Sta, a_residual_is_added_with_two_factors_after_narrowing) {
    StaBench bench({});
    bench.memory.put<std::int8_t>(kX, {1, 2, 3, 4, -1, -2, -3, -4});
    bench.memory.put<std::int8_t>(kW, {5, 7});
    bench.memory.put<std::uint8_t>(kMap, {0b1010});
    constexpr std::uint32_t kResidual = kParams + 0x800;
    bench.memory.put<std::int8_t>(kResidual, {100, 0, 0, -100});
    OperandData data;
    data.shape = {.m = 2, .n = 1, .k = 4, .pattern_n = 2, .pattern_m = 4};
    auto d = place(bench.memory, data);
    d.header.flags = STAVP_STA_INLINE_REQUANT | STAVP_STA_RESIDUAL;
    d.y_type = STAVP_I16;
    d.y_stride = 2;
    d.mult = 500;
    d.shift = 2;
    d.operand2 = kResidual;
    d.operand2_stride = 3;
    d.product_mult = 3;
    d.residual_mult = -7;
    d.sum_shift = 5;
    d.product_type = STAVP_I16;
    d.residual_type = STAVP_I8;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.memory.get<std::int16_t>(kY, 2), (std::vector<std::int16_t>{423, -423}));
    // Narrowed to int8 first, the products are 127 and -128: (381 - 700 + 16) >> 5 = -10, (-384 + 716) >> 5 = 10.
    d.product_type = STAVP_I8;
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int16_t>(kY, 2), (std::vector<std::int16_t>{-10, 10}));
}

TEST(Sta, products_are_counted_for_the_layer_in_their_tag) {
    StaBench bench({});
    const auto data = random_operands({.m = 2, .n = 3, .k = 10}, false, 1);
    auto d = place(bench.memory, data);
    for (const std::uint32_t layer : {3u, 4u, 3u}) {
        d.header.tag = layer << 16 | 7;
        bench.run(d);
    }
    EXPECT_EQ(bench.engine.macs_of_layer(3), 120u);
    EXPECT_EQ(bench.engine.macs_of_layer(4), 60u);
    EXPECT_EQ(bench.engine.macs_of_layer(7), 0u);
}

// The same product with indices: 1 and 3 of two bits each, 0b1101.
TEST(Sta, indices_select_as_the_map_does) {
    StaBench bench({});
    bench.memory.put<std::int8_t>(kX, {1, 2, 3, 4, -1, -2, -3, -4});
    bench.memory.put<std::int8_t>(kW, {5, 7});
    bench.memory.put<std::uint8_t>(kMap, {0b1101});
    OperandData data;
    data.shape = {.m = 2, .n = 1, .k = 4, .pattern_n = 2, .pattern_m = 4, .positions = Positions::index};
    bench.run(place(bench.memory, data));
    EXPECT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 2), (std::vector<std::int32_t>{38, -38}));
    EXPECT_EQ(bench.engine.macs(), 2u * 2);
}

TEST(Sta, indices_of_any_content_never_stop_the_engine) {
    StaBench bench({});
    std::mt19937 random(3);
    for (int i = 0; i < 40; ++i) {
        auto data = random_operands(
            {.m = 2, .n = 3, .k = 29, .pattern_n = 5, .pattern_m = 16, .positions = Positions::index}, false, 1);
        for (auto& byte : data.map)
            byte = static_cast<std::uint8_t>(random());
        bench.run(place(bench.memory, data));
        ASSERT_EQ(bench.error_code(), 0u);
    }
}

// 3:8 indices take 9 bits per group: 8 groups, k 64, fill whole bytes, so a product may be continued there.
TEST(Sta, an_indexed_product_continues_over_k_where_its_bits_fill_bytes) {
    StaBench bench({});
    const auto data = random_operands(
        {.m = 4, .n = 5, .k = 96, .pattern_n = 3, .pattern_m = 8, .positions = Positions::index}, false, 3);
    auto d = place(bench.memory, data);
    d.k = 64;
    bench.run(d);
    bench.memory.put(kPsum, bench.memory.get<std::int32_t>(kY, 20));
    d.header.flags |= STAVP_STA_PSUM_IN;
    d.x = kX + 64;
    d.w = kW + 64 / 8 * 3;
    d.map = kMap + 64 / 8 * 3 * 3 / 8;
    d.k = 32;
    bench.run(d);
    const auto naive = data.naive();
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 20), std::vector<std::int32_t>(naive.begin(), naive.end()));
}

// One product over k 96 in two parts, the second taking the first's sums, equals the whole.
TEST(Sta, partial_sums_continue_a_product_over_k) {
    StaBench bench({});
    const auto data = random_operands({.m = 4, .n = 5, .k = 96, .pattern_n = 3, .pattern_m = 8}, false, 3);
    auto d = place(bench.memory, data);
    d.k = 32;
    bench.run(d);
    const auto first = bench.memory.get<std::int32_t>(kY, 20);
    bench.memory.put(kPsum, first);
    d.header.flags |= STAVP_STA_PSUM_IN | STAVP_STA_INLINE_REQUANT;
    d.x = kX + 32;
    d.w = kW + 32 / 8 * 3;
    d.map = kMap + 32 / 8;
    d.k = 64;
    bench.run(d);
    const auto naive = data.naive();
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 20), std::vector<std::int32_t>(naive.begin(), naive.end()));
    d.y_type = STAVP_I16;
    d.mult = 1 << 30;
    d.shift = 32;
    bench.run(d);
    for (unsigned r = 0; r < 4; ++r)
        for (unsigned c = 0; c < 5; ++c)
            EXPECT_EQ(bench.memory.get<std::int16_t>(kY + r * d.y_stride, 5)[c],
                      sat(rq(naive[r * 5 + c], 1 << 30, 32), -32768, 32767));
}

TEST(Sta, operands_may_be_unaligned_strided_and_without_dmi) {
    StaBench bench({});
    const auto data = random_operands({.m = 3, .n = 2, .k = 5}, false, 4);
    auto d = place(bench.memory, data);
    for (unsigned r = 0; r < 3; ++r)
        bench.memory.put<std::uint8_t>(kSlowBuffer + 1 + r * 77,
                                       {data.x.begin() + r * 5, data.x.begin() + (r + 1) * 5});
    d.x = kSlowBuffer + 1;
    d.x_stride = 77;
    d.y = kSlowBuffer + 0x1003;
    d.y_stride = 11;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    const auto naive = data.naive();
    for (unsigned r = 0; r < 3; ++r)
        EXPECT_EQ(bench.memory.get<std::int32_t>(d.y + r * 11, 2),
                  std::vector<std::int32_t>(naive.begin() + r * 2, naive.begin() + (r + 1) * 2));
}

TEST(Sta, results_appear_at_the_end_and_operands_are_taken_at_the_start) {
    StaBench bench({});
    OperandData data;
    data.shape = {.m = 1, .n = 1, .k = 1};
    data.x = {3};
    data.w = {4};
    auto d = place(bench.memory, data);
    memcpy(bench.memory.at(kRing, sizeof d), &d, sizeof d);
    bench.write(0x18, 1, 4);
    sc_core::sc_start(sc_core::sc_time(20, sc_core::SC_NS)); // dispatch ends at 2 ns, the product takes 62 + 1 + 1
    bench.memory.put<std::int8_t>(kX, {9});
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 1)[0], 0);
    sc_core::sc_start(sc_core::sc_time(109, sc_core::SC_NS));
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 1)[0], 0);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS) + sc_core::sc_time(1, sc_core::SC_PS));
    EXPECT_EQ(bench.memory.get<std::int32_t>(kY, 1)[0], 12);
}

// 32x32, lanes 1, overlap; m 64, n 32, k 64, 2:16 -> int8: 2 folds of 4 groups * 2 = 8 beats. Activations 32*64 at
// 256/cycle:
// 8. Weights 32 * (8 + 8) = 512: 2. Results 1024 at 64/cycle: 16, 8 of the first fold's exposed. Skew 62.
TEST(Sta, the_account_charges_each_cause_by_the_rule) {
    StaBench bench({});
    const auto data = random_operands({.m = 64, .n = 32, .k = 64, .pattern_n = 2, .pattern_m = 16}, false, 5);
    auto d = place(bench.memory, data);
    d.header.flags |= STAVP_STA_INLINE_REQUANT;
    d.y_type = STAVP_I8;
    d.mult = 1;
    d.shift = 8;
    d.y_stride = 32;
    const auto start = sc_core::sc_time_stamp();
    bench.run(d);
    EXPECT_EQ(bench.cycles_of(Activity::busy), 16u);
    EXPECT_EQ(bench.cycles_of(Activity::fill_drain), 62u);
    EXPECT_EQ(bench.cycles_of(Activity::operand_port), 0u);
    EXPECT_EQ(bench.cycles_of(Activity::result_port), 8u + 16);
    EXPECT_EQ(bench.read(0xa8, 8), 16u);
    // one cycle of dispatch before it
    EXPECT_EQ((sc_core::sc_time_stamp() - start).to_double(), (1 + 16 + 62 + 24) * 2000.0);
}

TEST(Sta, capability_registers_tell_the_shape) {
    StaBench bench({.rows = 8, .cols = 16, .lanes = 4, .dataflow = Dataflow::weight_stationary, .fold_overlap = true});
    EXPECT_EQ(bench.read(0x80), 8u);
    EXPECT_EQ(bench.read(0x84), 16u);
    EXPECT_EQ(bench.read(0x88), 4u);
    EXPECT_EQ(bench.read(0x8c), 32768u);
    EXPECT_EQ(bench.read(0x90), 3u);
}

TEST(Sta, all_activities_add_up_to_the_elapsed_cycles) {
    StaConfig config;
    config.dataflow = Dataflow::weight_stationary;
    config.rows = config.cols = 4;
    config.weight_port_bytes_per_cycle = 3;
    config.activation_port_bytes_per_cycle = 3;
    StaBench bench(config);
    const auto data = random_operands({.m = 9, .n = 10, .k = 40, .pattern_n = 3, .pattern_m = 8}, false, 5);
    bench.run(place(bench.memory, data));
    sc_core::sc_start(sc_core::sc_time(77, sc_core::SC_NS));
    const auto snapshot = bench.engine.account().snapshot();
    EXPECT_EQ(std::accumulate(snapshot.begin(), snapshot.end(), std::uint64_t{0}),
              sc_core::sc_time_stamp().value() / 2000);
    EXPECT_GT(bench.cycles_of(Activity::operand_port), 0u);
}

} // namespace
} // namespace stavp
