#include "tests/firmware/fake_registers.h"

extern "C" {
#include "firmware/hal/cpu.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/watchdog.h"
}
#include "board/memory_map.h"
#include "fw/watchdog_regs.h"

#include <gtest/gtest.h>

namespace stavp::test {

namespace {

constexpr std::uint64_t kCtrl = WATCHDOG_BASE + WATCHDOG_CTRL_OFFSET;
constexpr std::uint64_t kBark = WATCHDOG_BASE + WATCHDOG_BARK_TICKS_OFFSET;
constexpr std::uint64_t kBite = WATCHDOG_BASE + WATCHDOG_BITE_TICKS_OFFSET;
constexpr std::uint64_t kLock = WATCHDOG_BASE + WATCHDOG_LOCK_OFFSET;

using Writes = std::vector<FakeRegisters::Write>;

TEST(WatchdogDriver, finds_out_whether_there_is_one) {
    FakeRegisters registers;
    EXPECT_FALSE(watchdog_present()) << "another device";
    registers.values[WATCHDOG_BASE + WATCHDOG_ID_OFFSET] = 0x474f4457;
    EXPECT_TRUE(watchdog_present());
    registers.absent.insert(WATCHDOG_BASE + WATCHDOG_ID_OFFSET);
    EXPECT_FALSE(watchdog_present()) << "nothing there";
}

TEST(WatchdogDriver, starts_anew_with_both_times_and_leaves_it_locked) {
    FakeRegisters registers;
    watchdog_start(100, 20);
    EXPECT_EQ(registers.writes,
              (Writes{{kLock, 0x1acce551}, {kCtrl, 0}, {kBark, 1000}, {kBite, 200}, {kCtrl, 1}, {kLock, 0}}));
}

TEST(WatchdogDriver, clamps_times_to_what_the_device_counts) {
    FakeRegisters registers;
    watchdog_start(0, 0xffffffff);
    EXPECT_EQ(registers.values[kBark], 10u) << "a microsecond";
    EXPECT_EQ(registers.values[kBite], 0xffffffffu);
    watchdog_start(429'496'729, 429'496'730);
    EXPECT_EQ(registers.values[kBark], 4'294'967'290u);
    EXPECT_EQ(registers.values[kBite], 0xffffffffu);
}

TEST(WatchdogDriver, feeds_with_the_key_and_stops_behind_the_lock) {
    FakeRegisters registers;
    watchdog_feed();
    EXPECT_EQ(registers.writes, (Writes{{WATCHDOG_BASE + WATCHDOG_FEED_OFFSET, 0xfeedd06}}));
    registers.writes.clear();
    watchdog_stop();
    EXPECT_EQ(registers.writes, (Writes{{kLock, 0x1acce551}, {kCtrl, 0}, {kLock, 0}}));
}

unsigned barks = 0;

TEST(WatchdogDriver, tells_the_bark_after_clearing_it) {
    FakeRegisters registers;
    watchdog_on_bark([] { ++barks; });
    registers.raise(IRQ_WATCHDOG);
    registers.writes.clear();
    cpu_enable_interrupts();
    EXPECT_EQ(barks, 1u);
    ASSERT_FALSE(registers.writes.empty());
    EXPECT_EQ(registers.writes.front(), (FakeRegisters::Write{WATCHDOG_BASE + WATCHDOG_STATUS_OFFSET, 1}));
}

} // namespace

} // namespace stavp::test
