// Latencies and clocks of short traces, by hand for DDR4-2400R (CL 16, tRCD 16, tRP 16, tCCD_L 6, 4 clocks per burst)
// with consecutive bursts in one row.

#include "platform/dram_trace/trace_player.h"

#include <gtest/gtest.h>

namespace {

using stavp::ColumnCommand;
using stavp::TracePlayer;
using stavp::TraceResult;

stavp::DdrConfig linear() {
    stavp::DdrConfig config;
    config.address_map = "row bank bankgroup column";
    return config;
}

TraceResult play(const std::vector<stavp::TraceLine>& lines, std::uint32_t window = 64,
                 const stavp::DdrConfig& config = linear()) {
    TracePlayer player(config, window);
    for (const auto& line : lines)
        player.play(line);
    return player.finish();
}

constexpr auto kRead = ColumnCommand::read;
constexpr std::uint64_t kRow = 16 * 8192;

TEST(TracePlayerTest, a_miss_a_hit_and_a_conflict_from_idle) {
    const auto result = play({{0, kRead, 100}, {64, kRead, 200}, {kRow, kRead, 300}});
    EXPECT_EQ(result.requests, 3u);
    EXPECT_EQ(result.latency.max(), 16u + 16 + 16 + 4);
    EXPECT_EQ(result.latency.median(), 16.0 + 16 + 4);
    EXPECT_EQ(result.latency.min(), 16u + 4);
    EXPECT_EQ(result.counts.row_misses, 1u);
    EXPECT_EQ(result.counts.row_hits, 1u);
    EXPECT_EQ(result.counts.row_conflicts, 1u);
    EXPECT_EQ(result.clocks, 300u + 52 - 100) << "from the first offer to the last beat";
    EXPECT_EQ(result.violations, 0u);
}

TEST(TracePlayerTest, with_a_window_of_one_each_waits_for_the_one_before) {
    const auto result = play({{0, kRead, 0}, {64, kRead, 0}, {128, kRead, 0}}, 1);
    EXPECT_EQ(result.clocks, 36u + 20 + 20);
    EXPECT_EQ(result.latency.max(), 36u);
    EXPECT_EQ(result.latency.median(), 20.0) << "latency runs from the offer, not from the cycle";
}

TEST(TracePlayerTest, with_room_they_overlap) {
    const auto result = play({{0, kRead, 0}, {64, kRead, 0}, {128, kRead, 0}});
    EXPECT_EQ(result.clocks, 36u + 6 + 6);
    EXPECT_EQ(result.latency.max(), 48u);
}

TEST(TracePlayerTest, a_cycle_before_that_of_the_line_above_means_right_after_it) {
    const auto result = play({{0, kRead, 500}, {64, kRead, 0}});
    EXPECT_EQ(result.clocks, 36u + 6);
    EXPECT_EQ(result.latency.max(), 42u);
}

TEST(TracePlayerTest, waiting_for_room_in_the_queue_is_latency) {
    auto config = linear();
    config.queue_depth = 1;
    const auto shallow = play({{0, kRead, 0}, {64, kRead, 0}, {128, kRead, 0}, {192, kRead, 0}}, 64, config);
    EXPECT_EQ(shallow.latency.max(), 36u + 3 * 6) << "offered at 0 like the others";
    EXPECT_EQ(shallow.delays.total(), 36u + 42 + 48 + 54);
}

TEST(TracePlayerTest, bandwidth_is_that_of_the_bytes_over_the_time) {
    const auto result = play({{0, kRead, 0}, {64, kRead, 0}});
    EXPECT_DOUBLE_EQ(result.bandwidth_gb_s, 128 / (42 * 0.833));
    EXPECT_DOUBLE_EQ(result.peak_gb_s, 16 / 0.833);
    EXPECT_DOUBLE_EQ(result.fraction_of_peak, 8.0 / 42);
}

TEST(TracePlayerTest, causes_sum_to_the_latencies) {
    std::vector<stavp::TraceLine> lines;
    for (std::uint64_t i = 0; i < 3000; ++i)
        lines.push_back({i * 7919 * 64 % (1 << 28), i % 3 == 0 ? ColumnCommand::write : kRead, i * 2});
    auto config = linear();
    config.channels = 2;
    const auto result = play(lines, 128, config);
    EXPECT_NEAR(static_cast<double>(result.delays.total()), result.latency.mean() * 3000, 0.5);
    EXPECT_EQ(result.violations, 0u);
}

} // namespace
