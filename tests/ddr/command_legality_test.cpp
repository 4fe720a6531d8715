// Random streams under every policy; RequestStream fails when a command breaks a rule.

#include "tests/ddr/request_stream.h"

#include <gtest/gtest.h>
#include <random>

namespace {

using stavp::ColumnCommand;

void check_random_stream(const stavp::DdrConfig& config, unsigned seed) {
    SCOPED_TRACE(config.address_map + " seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    stavp::test::RequestStream stream(config, 1 + seed % 24);
    std::uint64_t completed = 0;
    stream.on_completion = [&](const stavp::DramCompletion&) { ++completed; };
    std::uint64_t place = 0;
    constexpr std::uint64_t kRequests = 6000;
    for (std::uint64_t i = 0; i < kRequests; ++i) {
        // Streams, a few rows of a few banks, and anywhere, so that hits and conflicts both come often.
        const auto kind = random() % 4;
        if (kind == 0) place = random() % config.capacity_bytes();
        if (kind == 1) place = random() % 8 * 131072 + random() % 131072;
        if (kind >= 2) place += 64;
        const auto bytes = static_cast<std::uint32_t>(1 + random() % 300);
        if (place + bytes > config.capacity_bytes()) place = 0;
        stream.request(random() % 3 == 0 ? ColumnCommand::write : ColumnCommand::read, place, bytes);
        if (random() % 100 == 0) stream.idle_until(stream.end() + random() % 5000);
    }
    const auto end = stream.end();
    EXPECT_EQ(completed, kRequests);
    EXPECT_GT(stream.dram().counts().commands(), kRequests);
    const auto due = end / config.timing.tREFI * config.timing.ranks * config.channels;
    EXPECT_GE(stream.dram().refreshes(end) + 8 * config.timing.ranks * config.channels, due);
}

TEST(CommandLegalityTest, random_streams_keep_every_minimum_distance) {
    for (unsigned seed = 0; seed < 6; ++seed)
        check_random_stream(stavp::DdrConfig{}, seed);
}

TEST(CommandLegalityTest, also_with_two_ranks_and_every_page_policy) {
    using enum stavp::PagePolicy;
    stavp::DdrConfig config;
    config.timing.ranks = 2;
    unsigned seed = 20;
    for (const auto policy : {open, closed, timeout})
        for (const auto* map : {"row column rank bank bankgroup", "rank row bank bankgroup column"}) {
            config.page_policy = policy;
            config.address_map = map;
            check_random_stream(config, seed++);
        }
}

TEST(CommandLegalityTest, also_in_order_with_short_queues_and_low_caps) {
    stavp::DdrConfig config;
    config.scheduler = stavp::DramScheduling::fcfs;
    check_random_stream(config, 41);
    config.queue_depth = 1;
    check_random_stream(config, 42);
    config.scheduler = stavp::DramScheduling::frfcfs;
    config.queue_depth = 7;
    config.starvation_cap = 1;
    check_random_stream(config, 43);
}

TEST(CommandLegalityTest, also_with_refreshes_put_off) {
    stavp::DdrConfig config;
    config.timing.ranks = 2;
    config.timing.tREFI = 1500;
    config.address_map = "row column rank bank bankgroup";
    config.refresh_postpone = stavp::kMaxPostponedRefreshes;
    for (unsigned seed = 51; seed < 55; ++seed)
        check_random_stream(config, seed);
}

TEST(CommandLegalityTest, also_with_several_channels) {
    stavp::DdrConfig config;
    config.channels = 4;
    config.address_map = "row bank column bankgroup";
    check_random_stream(config, 61);
    config.address_map = "channel row bank column bankgroup";
    check_random_stream(config, 62);
}

TEST(CommandLegalityTest, also_without_bank_groups_and_with_short_bursts) {
    stavp::DdrConfig config;
    config.timing.bankgroups = 1;
    config.timing.burst_length = 2;
    config.timing.tCCD_S = config.timing.tCCD_L = 1;
    config.timing.tRRD_S = config.timing.tRRD_L = 1;
    check_random_stream(config, 31);
}

} // namespace
