#include "tests/ddr/linear_config.h"
#include "tests/ddr/request_stream.h"

#include <gtest/gtest.h>

namespace {

using stavp::ColumnCommand;

/// Fraction of the peak rate that `count` transactions one after the other in the address space reach.
double sequential_fraction(const stavp::DdrConfig& config, ColumnCommand command, std::uint64_t bytes,
                           std::size_t window, std::uint64_t count = 20000) {
    stavp::test::RequestStream stream(config, window);
    for (std::uint64_t i = 0; i < count; ++i)
        stream.request(command, i * bytes, bytes);
    const auto bursts = count * bytes / config.timing.burst_bytes();
    return static_cast<double>(bursts * config.timing.burst_clocks()) / static_cast<double>(stream.end());
}

stavp::DdrConfig interleaved() {
    stavp::DdrConfig config;
    config.address_map = "row column bank bankgroup";
    return config;
}

TEST(BandwidthTest, sequential_reads_with_interleaved_bank_groups_reach_nine_tenths_of_the_peak) {
    const auto fraction = sequential_fraction(interleaved(), ColumnCommand::read, 64, 16);
    RecordProperty("fraction", std::to_string(fraction));
    EXPECT_GE(fraction, 0.90);
    EXPECT_LE(fraction, 1.0 - 8.0 * 421 / (9 * 9360)); // 8 refreshes in these 80000 clocks of data
    EXPECT_GE(sequential_fraction(interleaved(), ColumnCommand::write, 64, 16), 0.90);
    EXPECT_GE(sequential_fraction(interleaved(), ColumnCommand::read, 256, 8), 0.90);
    EXPECT_GE(sequential_fraction(stavp::DdrConfig{}, ColumnCommand::read, 64, 16), 0.90); // the default map too
}

TEST(BandwidthTest, within_one_bank_group_tCCD_L_sets_the_rate) {
    auto config = stavp::test::linear_config();
    config.scheduler = stavp::DramScheduling::fcfs;
    const auto fraction = sequential_fraction(config, ColumnCommand::read, 64, 16);
    EXPECT_LE(fraction, 4.0 / 6);
    EXPECT_GE(fraction, 0.9 * 4 / 6);
}

TEST(BandwidthTest, one_request_at_a_time_pays_the_latency_of_each) {
    const auto fraction = sequential_fraction(stavp::test::linear_config(), ColumnCommand::read, 64, 1);
    EXPECT_LE(fraction, 4.0 / (16 + 4)); // every hit takes CL and its burst
    EXPECT_GE(fraction, 0.9 * 4 / 20);
}

TEST(BandwidthTest, alternating_reads_and_writes_in_order_pay_the_turn_rounds) {
    auto config = interleaved();
    config.scheduler = stavp::DramScheduling::fcfs;
    stavp::test::RequestStream stream(config, 16);
    constexpr std::uint64_t kCount = 20000;
    for (std::uint64_t i = 0; i < kCount; ++i)
        stream.request(i % 2 == 0 ? ColumnCommand::read : ColumnCommand::write, i * 64, 64);
    // RD, then WR after CL - CWL + 4 + 2 = 10, then RD after CWL + 4 + tWTR_S (_L only every other time) = 19.
    const auto clocks_per_pair = static_cast<double>(stream.end()) / (kCount / 2);
    EXPECT_GE(clocks_per_pair, 29.0);
    EXPECT_LE(clocks_per_pair, 35.0 * 1.1);
}

} // namespace
