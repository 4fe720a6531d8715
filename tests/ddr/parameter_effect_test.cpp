// A knob that changes nothing is a bug: every field of DramTiming must move the time of one fixed access pattern.

#include "tests/ddr/request_stream.h"

#include <gtest/gtest.h>
#include <random>
#include <set>

namespace {

using stavp::ColumnCommand;
using stavp::DramTiming;

/// Two ranks with the rank above the row, so that every field has a say in where an address lies.
stavp::DdrConfig two_ranks() {
    stavp::DdrConfig config;
    config.timing.ranks = 2;
    config.address_map = "rank row bank bankgroup column";
    return config;
}

/// Clocks times tCK for phases that lean on different rules: strides, random places, reads, writes, both, idle gaps.
std::uint64_t picoseconds_of_pattern(const stavp::DdrConfig& config) {
    stavp::test::RequestStream stream(config, 8);
    const auto half = two_ranks().timing.capacity_bytes() / 2;
    std::mt19937_64 random(11);
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const auto place = random() % (half / 64) * 64 + (i % 3 == 0 ? half : 0);
        stream.request(i % 5 < 2 ? ColumnCommand::write : ColumnCommand::read, place, 64);
    }
    for (std::uint64_t i = 0; i < 2000; ++i)
        stream.request(ColumnCommand::read, i * 64, 64);
    for (std::uint64_t i = 0; i < 500; ++i)
        stream.request(i % 2 == 0 ? ColumnCommand::read : ColumnCommand::write, (i % 4) * 8192 + i / 4 * 64, 64);
    for (std::uint64_t i = 0; i < 500; ++i)
        stream.request(ColumnCommand::read, (i % 2) * half + i * 64, 64);
    for (std::uint64_t i = 0; i < 50; ++i) {
        stream.request(ColumnCommand::read, i % 2 * 131072, 64);
        stream.idle_until(stream.end() + 100);
    }
    return stream.end() * config.timing.tCK_ps;
}

TEST(ParameterEffectTest, every_minimum_time_slows_the_pattern_when_raised) {
    const auto before = picoseconds_of_pattern(two_ranks());
    const std::set<std::string_view> not_times = {"tREFI", "burst_length", "ranks",        "bankgroups",   "banks",
                                                  "rows",  "columns",      "device_width", "channel_width"};
    for (const auto& field : stavp::kDramTimingFields) {
        if (not_times.contains(field.name)) continue;
        auto config = two_ranks();
        config.timing.*field.member += 200;
        ASSERT_FALSE(stavp::find_error(config).has_value()) << field.name;
        EXPECT_GT(picoseconds_of_pattern(config), before) << field.name;
    }
}

TEST(ParameterEffectTest, rarer_refresh_is_faster) {
    auto config = two_ranks();
    config.timing.tREFI *= 4;
    EXPECT_LT(picoseconds_of_pattern(config), picoseconds_of_pattern(two_ranks()));
}

TEST(ParameterEffectTest, every_part_of_the_geometry_matters_except_the_width_of_the_devices) {
    const auto before = picoseconds_of_pattern(two_ranks());
    for (const std::string_view name :
         {"burst_length", "ranks", "bankgroups", "banks", "rows", "columns", "device_width", "channel_width"}) {
        auto config = two_ranks();
        for (const auto& field : stavp::kDramTimingFields)
            if (field.name == name) config.timing.*field.member = name == "ranks" ? 1 : config.timing.*field.member * 2;
        ASSERT_FALSE(stavp::find_error(config).has_value()) << name;
        if (name == "device_width") {
            EXPECT_EQ(picoseconds_of_pattern(config), before);
            EXPECT_EQ(config.timing.devices_per_rank(), 4u);
        } else {
            EXPECT_NE(picoseconds_of_pattern(config), before) << name;
        }
    }
}

TEST(ParameterEffectTest, every_choice_of_the_controller_matters) {
    const auto before = picoseconds_of_pattern(two_ranks());
    const auto differs = [before](std::string_view what, auto change) {
        auto config = two_ranks();
        change(config);
        ASSERT_FALSE(stavp::find_error(config).has_value()) << what;
        EXPECT_NE(picoseconds_of_pattern(config), before) << what;
    };
    using stavp::DdrConfig;
    differs("page_policy closed", [](DdrConfig& c) { c.page_policy = stavp::PagePolicy::closed; });
    differs("page_policy timeout", [](DdrConfig& c) { c.page_policy = stavp::PagePolicy::timeout; });
    differs("address_map", [](DdrConfig& c) { c.address_map = "rank row column bank bankgroup"; });
    differs("scheduler", [](DdrConfig& c) { c.scheduler = stavp::DramScheduling::fcfs; });
    differs("starvation_cap", [](DdrConfig& c) { c.starvation_cap = 1; });
    differs("queue_depth", [](DdrConfig& c) { c.queue_depth = 2; });
    differs("refresh_postpone", [](DdrConfig& c) { c.refresh_postpone = 4; });
    differs("channels", [](DdrConfig& c) { c.channels = 2; });
}

TEST(ParameterEffectTest, the_row_timeout_matters_under_that_policy) {
    auto config = two_ranks();
    config.page_policy = stavp::PagePolicy::timeout;
    const auto before = picoseconds_of_pattern(config);
    config.row_timeout_clk = 50;
    EXPECT_NE(picoseconds_of_pattern(config), before);
}

TEST(ParameterErrorTest, impossible_values_are_named) {
    const auto error_with = [](std::uint32_t DramTiming::*member, std::uint32_t value) {
        DramTiming timing;
        timing.*member = value;
        return stavp::find_error(timing).value_or("");
    };
    EXPECT_EQ(error_with(&DramTiming::CL, 0), "CL must not be 0");
    EXPECT_EQ(error_with(&DramTiming::rows, 1000), "rows must be a power of two");
    EXPECT_EQ(error_with(&DramTiming::banks, 2), "bankgroups must not exceed banks");
    EXPECT_EQ(error_with(&DramTiming::columns, 4), "columns must be at least burst_length");
    EXPECT_EQ(error_with(&DramTiming::tREFI, 400), "tREFI must exceed tRFC + tRP + tRC");
    EXPECT_EQ(error_with(&DramTiming::tWR, 1u << 30), "tWR must be at most 1048576");
    EXPECT_EQ(error_with(&DramTiming::tRRD_S, 0), "");
    EXPECT_FALSE(stavp::find_error(DramTiming{}).has_value());
}

} // namespace
