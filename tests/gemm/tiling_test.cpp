#include "platform/gemm/tiling.h"
#include "platform/run/input_error.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp::gemm {
namespace {

// M bits a group: 4 bits fill a byte after 2 groups, 8 after one. 3:8 as indices: 9 bits, 8 groups. 1:2: 1 bit, 8.
TEST(GemmTiling, a_reduction_is_cut_where_positions_fill_bytes) {
    Problem p;
    const auto unit = [&](std::uint32_t n, std::uint32_t m, Positions positions) {
        p.pattern_n = n;
        p.pattern_m = m;
        p.positions = positions;
        return reduction_unit(p);
    };
    EXPECT_EQ(unit(2, 4, Positions::bitmap), 8u);
    EXPECT_EQ(unit(1, 2, Positions::bitmap), 8u);
    EXPECT_EQ(unit(2, 8, Positions::bitmap), 8u);
    EXPECT_EQ(unit(5, 32, Positions::bitmap), 32u);
    EXPECT_EQ(unit(3, 8, Positions::index), 64u);
    EXPECT_EQ(unit(1, 2, Positions::index), 16u);
    EXPECT_EQ(unit(5, 32, Positions::index), 256u);
}

TEST(GemmTiling, two_tiles_of_each_kind_fit_the_buffers_at_any_shape) {
    std::mt19937 random(5);
    for (int i = 0; i < 200; ++i) {
        config::PlatformConfig config;
        for (auto* buffer :
             {&config.weight_buffer, &config.input_buffer, &config.intermediate_buffer, &config.output_buffer})
            buffer->bytes = 2048u << random() % 8;
        Problem p;
        p.m = 1 + random() % 3000;
        p.n = 1 + random() % 3000;
        p.k = 1 + random() % (i % 10 == 0 ? 100000 : 3000);
        if (i % 3 != 0) {
            p.pattern_m = 2u << random() % 5;
            p.pattern_n = 1 + random() % p.pattern_m;
            p.positions = i % 2 == 0 ? Positions::bitmap : Positions::index;
        }
        const auto t = choose_tiling(config, p);
        EXPECT_LE(t.x_slots * x_tile_bytes(p, t.m, t.k), config.input_buffer.bytes);
        EXPECT_LE(t.w_slots * w_tile_bytes(p, t.n, t.k), config.weight_buffer.bytes);
        EXPECT_LE(2ull * t.m * t.n, config.output_buffer.bytes);
        EXPECT_GE(std::min(t.x_slots, t.w_slots), 2u);
        EXPECT_LE(t.k, 32768u);
        if (t.k < p.k) {
            EXPECT_EQ(t.k % reduction_unit(p), 0u);
            EXPECT_LE(4ull * t.m * t.n, config.intermediate_buffer.bytes);
        }
    }
}

TEST(GemmTiling, buffers_too_small_for_one_row_are_refused_by_name) {
    config::PlatformConfig config;
    config.weight_buffer.bytes = 1024;
    Problem p;
    p.k = 1000;
    p.pattern_n = 31;
    p.pattern_m = 32;
    p.positions = Positions::index; // 8 groups: 248 values and 155 bytes of indices, 256 + 192 with their alignment
    EXPECT_NO_THROW(choose_tiling(config, p));
    config.weight_buffer.bytes = 832;
    EXPECT_THROW(choose_tiling(config, p), InputError);
}

} // namespace
} // namespace stavp::gemm
