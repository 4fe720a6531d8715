#include "tests/sta/sta_bench.h"

#include <functional>
#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;
using Change = std::function<void(stavp_sta_descriptor&)>;

/// A good sparse product with inline requantisation, which each test spoils in one place.
class StaErrors : public testing::Test {
protected:
    StaBench bench{{}};
    stavp_sta_descriptor good =
        place(bench.memory, random_operands({.m = 3, .n = 4, .k = 16, .pattern_n = 2, .pattern_m = 4}, false, 1));

    void SetUp() override {
        good.header.flags = STAVP_STA_INLINE_REQUANT;
        good.y_type = STAVP_I8;
        good.mult = 1;
        good.shift = 4;
    }
    void expect(const Change& change, QueueError code, const char* what) {
        auto bad = good;
        change(bad);
        SCOPED_TRACE(what);
        bench.expect_failure(bad, code);
    }
    void expect_good(const Change& change) {
        auto other = good;
        change(other);
        bench.run(other);
        EXPECT_EQ(bench.error_code(), 0u);
    }
};

TEST_F(StaErrors, every_bad_field_is_refused) {
    const auto bad = [&](const Change& change, const char* what) { expect(change, QueueError::bad_field, what); };
    bad([](auto& d) { d.m = 0; }, "m 0");
    bad([](auto& d) { d.n = 0; }, "n 0");
    bad([](auto& d) { d.k = 0; }, "k 0");
    bad([](auto& d) { d.k = 32769; }, "k above MAX_K");
    bad([](auto& d) { d.pattern_m = 0; }, "M 0");
    bad([](auto& d) { d.pattern_m = 1; }, "M 1");
    bad([](auto& d) { d.pattern_m = 6; }, "M 6");
    bad([](auto& d) { d.pattern_m = 64; }, "M 64");
    bad([](auto& d) { d.pattern_n = 5; }, "N above M");
    bad([](auto& d) { d.positions = 2; }, "positions neither bitmap nor indices");
    bad([](auto& d) { d.positions = 255; }, "positions 255");
    bad(
        [](auto& d) {
            d.pattern_n = 0;
            d.positions = 2;
        },
        "positions of a dense product");
    bad([](auto& d) { d.y_type = 0; }, "type 0");
    bad([](auto& d) { d.y_type = 5; }, "type 5");
    bad([](auto& d) { d.shift = 0; }, "shift 0");
    bad([](auto& d) { d.shift = 63; }, "shift 63");
    bad([](auto& d) { d.mult = -1; }, "negative mult");
    bad([](auto& d) { d.x_stride = 15; }, "x stride");
    bad([](auto& d) { d.w_stride = 7; }, "w stride");
    bad([](auto& d) { d.map_stride = 1; }, "map stride");
    bad(
        [](auto& d) { // 4 groups of 3 indices of 2 bits: 3 bytes
            d.pattern_n = 3;
            d.w_stride = 12;
            d.positions = STAVP_POSITIONS_INDEX;
            d.map_stride = 2;
        },
        "index stride");
    bad([](auto& d) { d.y_stride = 3; }, "y stride");
    bad(
        [](auto& d) {
            d.header.flags |= STAVP_STA_PSUM_IN;
            d.psum_stride = 15;
        },
        "psum stride");
}

TEST_F(StaErrors, a_second_output_stage_with_a_bad_field_is_refused) {
    const auto bad = [&](const Change& change, const char* what) {
        expect(
            [&](auto& d) {
                d.header.flags |= STAVP_STA_RESIDUAL;
                d.operand2 = kPsum;
                d.operand2_stride = 8;
                d.product_mult = d.residual_mult = 1;
                d.sum_shift = 1;
                d.product_type = STAVP_I8;
                d.residual_type = STAVP_I16;
                change(d);
            },
            QueueError::bad_field, what);
    };
    bad([](auto& d) { d.header.flags |= STAVP_STA_LUT; }, "table and residual");
    bad([](auto& d) { d.operand2_stride = 7; }, "residual stride");
    bad([](auto& d) { d.product_mult = INT32_MIN; }, "product factor");
    bad([](auto& d) { d.residual_mult = INT32_MIN; }, "residual factor");
    bad([](auto& d) { d.sum_shift = 0; }, "shift 0");
    bad([](auto& d) { d.sum_shift = 63; }, "shift 63");
    bad([](auto& d) { d.product_type = STAVP_I32; }, "product int32");
    bad([](auto& d) { d.residual_type = 0; }, "no residual type");
    bad(
        [](auto& d) {
            d.y_type = STAVP_I32;
            d.y_stride = 16;
        },
        "raw sums");
    expect(
        [](auto& d) {
            d.header.flags |= STAVP_STA_LUT;
            d.y_type = STAVP_U8;
        },
        QueueError::bad_field, "table of uint8");
}

TEST_F(StaErrors, a_bad_channel_record_is_refused) {
    const auto per_channel = [](auto& d) { d.header.flags = 0; };
    bench.memory.put<std::uint32_t>(kParams, {0, 1, 1, 0, 0, 1, 62, 0, 0, 1, 8, 0, 0, 1, 63, 0});
    expect(per_channel, QueueError::bad_field, "shift 63");
    bench.memory.put<std::uint32_t>(kParams + 48, {0, 0x80000000, 8, 0});
    expect(per_channel, QueueError::bad_field, "negative mult");
    bench.memory.put<std::uint32_t>(kParams + 48, {0, 1, 8, 0});
    expect_good(per_channel);
}

TEST_F(StaErrors, fields_that_are_not_used_may_hold_anything) {
    expect_good([](auto& d) { // one row has no stride
        d.m = d.n = 1;
        d.x_stride = d.w_stride = d.map_stride = d.y_stride = 0;
    });
    expect_good([](auto& d) { // raw sums have no factor
        d.y_type = STAVP_I32;
        d.y_stride = 16;
        d.shift = 0;
        d.params = 0;
    });
    expect_good([](auto& d) { // dense weights have no map
        d.pattern_n = 0;
        d.pattern_m = 77;
        d.w_stride = 16;
        d.map = 0;
        d.map_stride = 0;
    });
}

TEST_F(StaErrors, an_operation_of_another_engine_is_unknown) {
    expect([](auto& d) { d.header.opcode = STAVP_OP_SOFTMAX_ROWS; }, QueueError::unknown_opcode, "softmax");
}

TEST_F(StaErrors, each_operand_must_be_on_chip) {
    const auto off = [&](const Change& change, const char* what) {
        expect(change, QueueError::operand_not_on_chip, what);
    };
    const auto ring = static_cast<std::uint32_t>(kRing); // memory that grants DMI, but is no buffer
    off([=](auto& d) { d.x = ring; }, "x");
    off([=](auto& d) { d.w = ring; }, "w");
    off([=](auto& d) { d.map = ring; }, "map");
    off([=](auto& d) { d.y = ring; }, "y");
    off([](auto& d) { d.y = 0; }, "y at 0");
    off(
        [=](auto& d) {
            d.header.flags |= STAVP_STA_PSUM_IN;
            d.psum = ring;
        },
        "psum");
    off(
        [=](auto& d) {
            d.header.flags = 0;
            d.params = ring;
        },
        "params");
    off(
        [=](auto& d) {
            d.header.flags |= STAVP_STA_LUT;
            d.operand2 = ring;
        },
        "table");
    off(
        [=](auto& d) {
            d.header.flags |= STAVP_STA_RESIDUAL;
            d.operand2 = ring;
            d.operand2_stride = 4;
            d.product_mult = d.residual_mult = 1;
            d.sum_shift = 1;
            d.product_type = d.residual_type = STAVP_I8;
        },
        "residual");
    off([](auto& d) { d.x_stride = 0xffffffff; }, "x leaves the window by its stride");
}

TEST_F(StaErrors, a_hole_between_the_buffers_is_a_bus_error_at_its_first_byte) {
    auto bad = good;
    bad.x = static_cast<std::uint32_t>(kBuffer + kBufferBytes - 20); // rows of 16: the second crosses the end
    bench.run(bad);
    EXPECT_EQ(bench.error_code(), 5u);
    EXPECT_EQ(bench.error_address(), kBuffer + kBufferBytes);
}

TEST_F(StaErrors, an_output_that_does_not_fit_is_found_before_anything_runs) {
    auto bad = good;
    bad.y = static_cast<std::uint32_t>(kBuffer + kBufferBytes - 2);
    expect([&](auto& d) { d.y = bad.y; }, QueueError::operand_bus_error, "y");
    bench.run(bad);
    EXPECT_EQ(bench.error_address(), kBuffer + kBufferBytes);
    EXPECT_EQ(bench.command_cycles(), 0u);
}

TEST_F(StaErrors, the_address_of_an_operand_off_chip_is_reported) {
    auto bad = good;
    bad.x_stride = 0x02000000; // third row at the end of the window
    bench.run(bad);
    EXPECT_EQ(bench.error_code(), 6u);
    EXPECT_EQ(bench.error_address(), kBuffer + 2ull * 0x02000000);
}

} // namespace
} // namespace stavp
