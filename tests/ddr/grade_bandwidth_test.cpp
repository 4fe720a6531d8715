// What each grade delivers under the default configuration, against the arithmetic of docs/models/ddr.md.

#include "tests/ddr/grade_file.h"
#include "tests/ddr/request_stream.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace {

using stavp::ColumnCommand;
using stavp::DdrConfig;

constexpr std::size_t kWindow = 64;

class GradeTest : public testing::TestWithParam<std::string> {
protected:
    DdrConfig config_of_grade() const {
        DdrConfig config;
        config.timing = stavp::test::timing_of(GetParam());
        return config;
    }
};

/// Clocks per burst of a long stream.
double clocks_per_burst(const DdrConfig& config, bool in_sequence, std::uint64_t count = 60000,
                        std::size_t window = kWindow) {
    stavp::test::RequestStream stream(config, window);
    std::mt19937_64 random(9);
    const auto bursts = config.capacity_bytes() / config.timing.burst_bytes();
    for (std::uint64_t i = 0; i < count; ++i)
        stream.request(ColumnCommand::read, (in_sequence ? i : random() % bursts) * config.timing.burst_bytes(), 64);
    return static_cast<double>(stream.end()) / static_cast<double>(count);
}

/// What the data bus, the activates and the banks permit for one burst to a random row each, and what refresh leaves
/// of it. Of B banks, a queue of Q random bursts wants B (1 - (1 - 1/B)^Q); each is busy for tRC.
double random_clocks_per_burst(const DdrConfig& config) {
    const auto& t = config.timing;
    const double banks = t.banks;
    const auto wanted = banks * (1 - std::pow(1 - 1 / banks, config.queue_depth));
    const auto limit =
        std::max({static_cast<double>(t.burst_clocks()), t.tFAW / 4.0, static_cast<double>(t.tRRD_S), t.tRC / wanted});
    return limit / (1 - static_cast<double>(t.tRP + t.tRFC) / t.tREFI);
}

TEST_P(GradeTest, sequential_reads_reach_nine_tenths_of_the_peak) {
    const auto config = config_of_grade();
    EXPECT_GE(config.timing.burst_clocks() / clocks_per_burst(config, true), 0.90);
}

TEST_P(GradeTest, random_reads_land_where_banks_and_activates_limit_them) {
    const auto config = config_of_grade();
    const auto expected = random_clocks_per_burst(config);
    const auto measured = clocks_per_burst(config, false);
    // The bound is one of perfect overlap: never below it, and at most 6 % above.
    EXPECT_GE(measured, 0.99 * expected);
    EXPECT_LE(measured, 1.06 * expected);
}

TEST_P(GradeTest, a_deeper_queue_is_never_slower) {
    auto config = config_of_grade();
    for (const bool in_sequence : {true, false}) {
        double before = 1e9;
        for (const auto depth : {1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u}) {
            config.queue_depth = depth;
            const auto now = clocks_per_burst(config, in_sequence, 20000, 128);
            EXPECT_LE(now, 1.005 * before) << (in_sequence ? "sequential, depth " : "random, depth ") << depth;
            before = now;
        }
    }
}

TEST_P(GradeTest, more_channels_deliver_in_proportion) {
    auto config = config_of_grade();
    const auto one = clocks_per_burst(config, false);
    config.channels = 2;
    const auto two = clocks_per_burst(config, false, 60000, 2 * kWindow);
    EXPECT_NEAR(two, one / 2, 0.05 * one);
}

INSTANTIATE_TEST_SUITE_P(Grades, GradeTest, testing::ValuesIn(stavp::test::kGrades),
                         [](const auto& grade) { return grade.param; });

} // namespace
