// Against docs/models/watchdog.md; a tick is 100 ns.

#include "models/watchdog/watchdog.h"
#include "tests/support/register_port.h"

#include <vector>

namespace {

using stavp::test::run_ns;
using stavp::test::settle;

constexpr std::uint64_t kId = 0x00;
constexpr std::uint64_t kCtrl = 0x04;
constexpr std::uint64_t kBarkTicks = 0x08;
constexpr std::uint64_t kBiteTicks = 0x0c;
constexpr std::uint64_t kCount = 0x10;
constexpr std::uint64_t kFeed = 0x14;
constexpr std::uint64_t kLock = 0x18;
constexpr std::uint64_t kStatus = 0x1c;
constexpr std::uint64_t kFeedKey = 0xfeedd06;
constexpr std::uint64_t kUnlockKey = 0x1acce551;

class WatchdogTest : public testing::Test {
protected:
    stavp::Watchdog watchdog{"watchdog", sc_core::sc_time(3, sc_core::SC_NS)};
    sc_core::sc_signal<bool> irq{"irq"};
    stavp::test::RegisterPort port{watchdog.bank.socket};
    std::vector<double> barks_ns;
    std::vector<double> bites_ns;

    void SetUp() override {
        watchdog.irq.bind(irq);
        watchdog.on_bite([this] { bites_ns.push_back(now_ns()); });
        sc_core::sc_spawn_options options;
        options.spawn_method();
        options.dont_initialize();
        options.set_sensitivity(&irq.posedge_event());
        sc_core::sc_spawn([this] { barks_ns.push_back(now_ns()); }, "watch", &options);
        settle();
    }
    static double now_ns() { return static_cast<double>(sc_core::sc_time_stamp().value()) / 1000; }

    void start(std::uint64_t bark_ticks, std::uint64_t bite_ticks) {
        port.write(kLock, kUnlockKey);
        port.write(kBarkTicks, bark_ticks);
        port.write(kBiteTicks, bite_ticks);
        port.write(kCtrl, 1);
    }
};

TEST_F(WatchdogTest, unfed_it_barks_and_then_bites_exactly_when_it_should) {
    run_ns(50); // the stages begin at the write, not at a multiple of a tick
    start(20, 5);
    run_ns(10'000);
    EXPECT_EQ(barks_ns, std::vector{50.0 + 20 * 100});
    EXPECT_EQ(bites_ns, std::vector{50.0 + 20 * 100 + 5 * 100});
}

TEST_F(WatchdogTest, a_feed_starts_the_bark_stage_again) {
    start(20, 5);
    run_ns(1'999);
    port.write(kFeed, kFeedKey);
    run_ns(1'999);
    EXPECT_TRUE(barks_ns.empty());
    run_ns(10'000);
    EXPECT_EQ(barks_ns, std::vector{1'999.0 + 2'000});
}

TEST_F(WatchdogTest, a_feed_between_bark_and_bite_saves_the_run) {
    start(20, 5);
    run_ns(2'400);
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(port.read(kStatus), 1u);
    port.write(kFeed, kFeedKey);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kStatus), 0u);
    run_ns(1'999);
    EXPECT_TRUE(bites_ns.empty());
    run_ns(10'000);
    EXPECT_EQ(barks_ns, (std::vector{2'000.0, 2'400.0 + 2'000}));
    EXPECT_EQ(bites_ns, std::vector{2'400.0 + 2'500});
}

TEST_F(WatchdogTest, clearing_the_bark_ends_the_interrupt_but_not_the_danger) {
    start(20, 5);
    run_ns(2'100);
    port.write(kStatus, 1);
    settle();
    EXPECT_FALSE(irq.read());
    run_ns(10'000);
    EXPECT_EQ(bites_ns, std::vector{2'500.0});
}

TEST_F(WatchdogTest, only_the_key_feeds) {
    start(20, 5);
    run_ns(1'000);
    port.write(kFeed, 0);
    port.write(kFeed, kFeedKey + 1);
    run_ns(10'000);
    EXPECT_EQ(barks_ns, std::vector{2'000.0});
}

TEST_F(WatchdogTest, locked_it_cannot_be_stopped_or_changed_but_fed) {
    start(20, 5);
    port.write(kLock, 0);
    EXPECT_EQ(port.read(kLock), 1u);
    port.write(kCtrl, 0);
    port.write(kBarkTicks, 1000);
    port.write(kBiteTicks, 1000);
    EXPECT_EQ(port.read(kCtrl), 1u);
    EXPECT_EQ(port.read(kBarkTicks), 20u);
    EXPECT_EQ(port.read(kBiteTicks), 5u);
    run_ns(1'000);
    port.write(kFeed, kFeedKey);
    run_ns(10'000);
    EXPECT_EQ(bites_ns, std::vector{1'000.0 + 2'500});
}

TEST_F(WatchdogTest, it_is_locked_and_stopped_after_reset) {
    EXPECT_EQ(port.read(kId), 0x474f4457u);
    EXPECT_EQ(port.read(kLock), 1u);
    port.write(kCtrl, 1);
    EXPECT_EQ(port.read(kCtrl), 0u);
    port.write(kFeed, kFeedKey);
    EXPECT_EQ(port.read(kCount), 0u);
    run_ns(10'000);
    EXPECT_TRUE(barks_ns.empty());
}

TEST_F(WatchdogTest, stopping_takes_everything_back) {
    start(20, 5);
    run_ns(2'100);
    port.write(kCtrl, 0);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kCount), 0u);
    run_ns(10'000);
    EXPECT_TRUE(bites_ns.empty());
    port.write(kCtrl, 1);
    run_ns(1'999);
    EXPECT_EQ(barks_ns.size(), 1u);
    run_ns(1);
    settle();
    EXPECT_EQ(barks_ns.size(), 2u);
}

TEST_F(WatchdogTest, count_tells_the_ticks_left_of_the_running_stage) {
    start(20, 5);
    EXPECT_EQ(port.read(kCount), 20u);
    run_ns(100);
    EXPECT_EQ(port.read(kCount), 19u);
    run_ns(1);
    EXPECT_EQ(port.read(kCount), 19u) << "a begun tick counts";
    run_ns(1'999);
    EXPECT_EQ(port.read(kCount), 4u) << "of the bite stage";
}

TEST_F(WatchdogTest, new_periods_count_from_the_next_feed) {
    start(20, 5);
    port.write(kBarkTicks, 40);
    EXPECT_EQ(port.read(kCount), 20u);
    port.write(kFeed, kFeedKey);
    EXPECT_EQ(port.read(kCount), 40u);
    port.write(kBarkTicks, 0);
    port.write(kFeed, kFeedKey);
    EXPECT_EQ(port.read(kCount), 1u) << "0 counts as 1";
}

} // namespace
