#include "models/softmax/softmax.h"
#include "tests/softmax/reference.h"
#include "tests/sta/support/engine_bench.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp {
namespace {

using namespace test;

constexpr std::uint32_t kX = kBuffer;
constexpr std::uint32_t kY = kBuffer + 0x20000;

class SoftmaxTest : public testing::Test {
protected:
    EngineBench<Softmax, SoftmaxConfig> bench{{}};
    std::vector<std::int16_t> x;

    stavp_softmax_descriptor place(std::uint32_t rows, std::uint32_t cols, std::uint32_t x_stride) {
        std::mt19937 random(rows * 1000 + cols);
        stavp_softmax_descriptor d{};
        d.header.opcode = STAVP_OP_SOFTMAX_ROWS;
        d.header.tag = 5;
        d.x = kX;
        d.y = kY;
        d.rows = rows;
        d.cols = cols;
        d.x_stride = x_stride;
        d.y_stride = cols + 3;
        d.valid = cols;
        x.resize(rows * cols);
        for (auto& value : x)
            value = static_cast<std::int16_t>(static_cast<int>(random() % 4000) - 2000);
        for (std::uint32_t r = 0; r < rows; ++r)
            bench.memory.put<std::int16_t>(kX + r * x_stride, {x.begin() + r * cols, x.begin() + (r + 1) * cols});
        return d;
    }
    void expect_result(const stavp_softmax_descriptor& d) {
        ASSERT_EQ(bench.error_code(), 0u);
        const bool causal = (d.header.flags & STAVP_SOFTMAX_CAUSAL) != 0;
        for (std::uint32_t r = 0; r < d.rows; ++r)
            EXPECT_EQ(bench.memory.get<std::uint8_t>(d.y + r * d.y_stride, d.cols),
                      reference_softmax({x.begin() + r * d.cols, x.begin() + (r + 1) * d.cols}, d.valid, causal,
                                        std::uint64_t{d.row0} + r))
                << "row " << r;
    }
};

TEST_F(SoftmaxTest, rows_with_odd_strides_equal_the_contract) {
    const auto d = place(7, 31, 2 * 31 + 5);
    bench.run(d);
    expect_result(d);
}

TEST_F(SoftmaxTest, a_single_element) {
    const auto d = place(1, 1, 0);
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::uint8_t>(kY, 1)[0], 255);
}

TEST_F(SoftmaxTest, columns_at_or_beyond_valid_are_masked) {
    for (const std::uint32_t valid : {0u, 1u, 12u, 13u, 99u, 0xffffffffu}) {
        auto d = place(3, 13, 26);
        d.valid = valid;
        bench.run(d);
        expect_result(d);
    }
}

TEST_F(SoftmaxTest, causal_rows_see_columns_up_to_their_own) {
    for (const std::uint32_t row0 : {0u, 4u, 100u, 0xffffffffu}) {
        auto d = place(9, 11, 22);
        d.header.flags = STAVP_SOFTMAX_CAUSAL;
        d.row0 = row0;
        d.valid = 8;
        bench.run(d);
        expect_result(d);
    }
    const auto first = bench.memory.get<std::uint8_t>(kY, 11);
    EXPECT_EQ(first[8], 0);
}

TEST_F(SoftmaxTest, operands_without_dmi_give_the_same) {
    auto d = place(3, 10, 20);
    bench.memory.put(kSlowBuffer, x);
    d.x = kSlowBuffer;
    d.y = kSlowBuffer + 0x1001;
    bench.run(d);
    expect_result(d);
}

// 16 lanes, 33 columns: 3 cycles a pass; (5 + 2) * 3 + 16, 15 of them busy.
TEST_F(SoftmaxTest, cycles_follow_the_rule) {
    bench.run(place(5, 33, 66));
    EXPECT_EQ(bench.cycles_of(Activity::busy), 15u);
    EXPECT_EQ(bench.cycles_of(Activity::fill_drain), 6u + 16);
    EXPECT_EQ(bench.read(0xa8, 8), 15u);
    EXPECT_EQ(bench.read(0x80), 16u);
}

// The same rows online: one pass less to fill, the same bytes, and a shorter pipeline: (5 + 1) * 3 + 4.
TEST(SoftmaxOnline, two_passes_save_the_fill_of_one_and_change_no_byte) {
    EngineBench<Softmax, SoftmaxConfig> bench({.lanes = 16, .passes = 2, .pipeline_cycles = 4});
    std::vector<std::int16_t> x;
    for (int i = 0; i < 5 * 33; ++i)
        x.push_back(static_cast<std::int16_t>(i * 977 % 4001 - 2000));
    bench.memory.put(kX, x);
    stavp_softmax_descriptor d{};
    d.header.opcode = STAVP_OP_SOFTMAX_ROWS;
    d.x = kX;
    d.y = kY;
    d.rows = 5;
    d.cols = d.valid = d.y_stride = 33;
    d.x_stride = 66;
    bench.run(d);
    EXPECT_EQ(bench.cycles_of(Activity::busy), 15u);
    EXPECT_EQ(bench.cycles_of(Activity::fill_drain), 3u + 4);
    for (std::uint32_t r = 0; r < 5; ++r)
        EXPECT_EQ(bench.memory.get<std::uint8_t>(kY + r * 33, 33),
                  reference_softmax({x.begin() + r * 33, x.begin() + (r + 1) * 33}, 33, false, r));
}

TEST(SoftmaxOnline, other_numbers_of_passes_are_refused) {
    TestSync sync;
    const auto of = [&](const char* name, unsigned passes) {
        Softmax(name, {.lanes = 1, .passes = passes, .pipeline_cycles = 1}, Clock(1000), sync, sc_core::SC_ZERO_TIME);
    };
    EXPECT_THROW(of("one", 1), std::invalid_argument);
    EXPECT_THROW(of("four", 4), std::invalid_argument);
}

TEST_F(SoftmaxTest, bad_fields_and_places_are_refused) {
    const auto good = place(2, 4, 8);
    const auto expect = [&](auto change, QueueError code) {
        auto bad = good;
        change(bad);
        bench.expect_failure(bad, code);
    };
    expect([](auto& d) { d.rows = 0; }, QueueError::bad_field);
    expect([](auto& d) { d.cols = 0; }, QueueError::bad_field);
    expect([](auto& d) { d.x_stride = 7; }, QueueError::bad_field);
    expect([](auto& d) { d.y_stride = 3; }, QueueError::bad_field);
    expect([](auto& d) { d.header.opcode = STAVP_OP_STA_MATMUL; }, QueueError::unknown_opcode);
    expect([](auto& d) { d.x = static_cast<std::uint32_t>(kRing); }, QueueError::operand_not_on_chip);
    expect([](auto& d) { d.y = 0x54000000; }, QueueError::operand_not_on_chip);
    expect([](auto& d) { d.cols = 0xffffffff, d.x_stride = 0xffffffff, d.y_stride = 0xffffffff, d.rows = 1; },
           QueueError::operand_not_on_chip);
    expect([](auto& d) { d.x = kBuffer + kBufferBytes - 6; }, QueueError::operand_bus_error);
    expect([](auto& d) { d.y = kBuffer + kBufferBytes - 6; }, QueueError::operand_bus_error);
    bench.run(good);
    EXPECT_EQ(bench.error_code(), 0u);
}

} // namespace
} // namespace stavp
