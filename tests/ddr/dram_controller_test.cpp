// The contract of offer() and advance(), channels and back-pressure.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace {

using stavp::ColumnCommand;
using stavp::DdrConfig;
using stavp::DramCompletion;
using stavp::DramController;
using stavp::kNeverClk;
using stavp::test::DramProbe;

TEST(DramControllerTest, without_transactions_nothing_will_happen) {
    DramController dram{DdrConfig{}};
    EXPECT_EQ(dram.next_event_clk(), kNeverClk);
    dram.offer({1, ColumnCommand::read, 0, 64, 50});
    EXPECT_EQ(dram.next_event_clk(), 50u);
    std::vector<DramCompletion> done;
    const auto note = [&](const DramCompletion& completion) { done.push_back(completion); };
    dram.advance(65, note);
    EXPECT_TRUE(done.empty());
    EXPECT_EQ(dram.next_event_clk(), 66u);
    dram.advance(66, note);
    ASSERT_EQ(done.size(), 1u);
    EXPECT_EQ(done.front().id, 1u);
    EXPECT_EQ(done.front().clock, 50u + 36) << "told with the RD, ahead of the last beat";
    EXPECT_EQ(dram.next_event_clk(), kNeverClk);
}

TEST(DramControllerTest, a_full_queue_and_a_transaction_at_the_entrance_push_back) {
    auto config = stavp::test::linear_config();
    config.queue_depth = 2;
    DramController dram(config);
    const auto ignore = [](const DramCompletion&) {};
    for (std::uint64_t id = 0; id < 3; ++id) {
        EXPECT_TRUE(dram.can_accept()) << id;
        dram.offer({id, ColumnCommand::read, id * 64, 64, 0});
    }
    EXPECT_FALSE(dram.can_accept());
    dram.advance(15, ignore);
    EXPECT_FALSE(dram.can_accept());
    dram.advance(16, ignore); // the first RD makes room
    EXPECT_TRUE(dram.can_accept());
}

TEST(DramControllerTest, a_transaction_longer_than_the_queue_goes_through_piece_by_piece) {
    auto config = stavp::test::linear_config();
    config.queue_depth = 2;
    DramProbe probe(config);
    EXPECT_EQ(probe.end(probe.read(0, 0, 16 * 64)), 36u + 15 * 6);
    EXPECT_EQ(probe.dram.counts().bursts(), 16u);
}

TEST(DramControllerTest, a_request_offered_ahead_of_its_time_waits_for_it) {
    DramController dram{DdrConfig{}};
    dram.offer({7, ColumnCommand::read, 0, 64, 1'000'000}); // the last refresh was at 106 * 9360 = 992160
    std::uint64_t end = 0;
    dram.advance(2'000'000, [&](const DramCompletion& completion) { end = completion.clock; });
    EXPECT_EQ(end, 1'000'000u + 36);
    EXPECT_EQ(dram.refreshes(2'000'000), 2'000'000u / 9360);
}

TEST(DramControllerTest, the_way_to_a_clock_does_not_matter) {
    struct Offer {
        ColumnCommand command;
        std::uint64_t offset;
        std::uint32_t bytes;
        std::uint64_t arrival;
    };
    std::mt19937_64 random(5);
    std::vector<Offer> offers;
    std::uint64_t clock = 0;
    for (int i = 0; i < 600; ++i) {
        clock += random() % 60 + (random() % 50 == 0 ? 12000 : 0);
        offers.push_back({random() % 3 == 0 ? ColumnCommand::write : ColumnCommand::read, random() % (1 << 22),
                          static_cast<std::uint32_t>(1 + random() % 256), clock});
    }
    using Story = std::map<std::uint64_t, std::pair<std::uint64_t, stavp::DramDelays>>;
    const auto play = [&](std::uint64_t step) {
        auto config = DdrConfig{};
        config.timing.ranks = 2;
        config.channels = 2;
        config.page_policy = stavp::PagePolicy::timeout;
        config.address_map = "row bank column rank bankgroup";
        DramController dram(config);
        Story story;
        std::uint64_t now = 0;
        const auto advance_to = [&](std::uint64_t target) {
            const auto note = [&](const DramCompletion& done) { story[done.id] = {done.clock, done.delays}; };
            while (step != 0 && now + step < target)
                dram.advance(now += step, note);
            dram.advance(now = target, note);
        };
        for (std::uint64_t id = 0; id < offers.size(); ++id) {
            const auto& offer = offers[id];
            if (offer.arrival > 0) advance_to(offer.arrival - 1);
            EXPECT_TRUE(dram.can_accept());
            dram.offer({id, offer.command, offer.offset, offer.bytes, offer.arrival});
        }
        advance_to(clock + 100000);
        return story;
    };
    const auto at_once = play(0);
    ASSERT_EQ(at_once.size(), offers.size());
    EXPECT_EQ(play(1), at_once);
    EXPECT_EQ(play(17), at_once);
}

TEST(ChannelTest, neighbouring_bursts_alternate_between_channels) {
    DdrConfig config;
    config.channels = 2;
    DramProbe probe(config);
    const auto first = probe.read(0, 0);
    const auto second = probe.read(64, 0);
    const auto both = probe.read(1 << 20, 0, 128);
    EXPECT_EQ(probe.end(first), 36u);
    EXPECT_EQ(probe.end(second), 36u);
    EXPECT_EQ(probe.commands[0].at.channel, 0u);
    EXPECT_EQ(probe.commands[1].at.channel, 1u);
    EXPECT_EQ(probe.end(both), 36u + 55) << "the same bank, another row, in each";
}

TEST(ChannelTest, the_address_map_says_where_the_channel_is) {
    DdrConfig config;
    config.channels = 2;
    config.address_map = "channel row bank bankgroup column";
    DramProbe probe(config);
    probe.read(0, 0);
    EXPECT_EQ(probe.end(probe.read(64, 0)), 36u + 6);
    EXPECT_EQ(probe.end(probe.read(config.timing.capacity_bytes(), 100)), 136u);
    EXPECT_EQ(probe.commands.back().at.channel, 1u);
}

TEST(DdrConfigErrorTest, impossible_values_are_named) {
    const auto error_of = [](auto change) {
        DdrConfig config;
        change(config);
        return stavp::find_error(config).value_or("");
    };
    EXPECT_EQ(error_of([](DdrConfig& c) { c.channels = 3; }), "channels must be a power of two");
    EXPECT_EQ(error_of([](DdrConfig& c) { c.queue_depth = 0; }), "queue_depth must not be 0");
    EXPECT_EQ(error_of([](DdrConfig& c) { c.refresh_postpone = 8; }), "refresh_postpone must be at most 7");
    EXPECT_EQ(error_of([](DdrConfig& c) { c.bytes = 16ull << 30; }),
              "bytes must be 1 to 8589934592, the size of the channels");
    EXPECT_EQ(error_of([](DdrConfig& c) {
                  c.bytes = 16ull << 30;
                  c.channels = 2;
              }),
              "");
    DdrConfig config;
    config.queue_depth = 0;
    EXPECT_THROW(DramController{config}, std::invalid_argument);
}

} // namespace
