#include "models/core/abi/stavp_descriptor.h"
#include "models/sync/sync.h"
#include "tests/support/register_port.h"

namespace {

using stavp::test::settle;

constexpr std::uint64_t kAlarm = 0x200;
constexpr std::uint64_t kAlarmStatus = 0x240;

class SyncTest : public testing::Test {
protected:
    stavp::Sync sync{"sync", sc_core::sc_time(10, sc_core::SC_NS)};
    sc_core::sc_signal<bool> irq{"irq"};
    stavp::test::RegisterPort port{sync.bank.socket};

    void SetUp() override {
        sync.irq.bind(irq);
        settle();
    }
};

TEST_F(SyncTest, an_increment_is_seen_by_engines_and_by_the_host) {
    sync.increment(5);
    sync.increment(5);
    sync.increment(63);
    EXPECT_EQ(sync.value(5), 2u);
    EXPECT_EQ(port.read(5 * 4), 2u);
    EXPECT_EQ(port.read(63 * 4), 1u);
    EXPECT_EQ(sync.value(0), 0u);
}

TEST_F(SyncTest, counters_wrap_at_20_bits) {
    port.write(7 * 4, 0xffffffff);
    EXPECT_EQ(sync.value(7), 0xfffffu);
    sync.increment(7);
    EXPECT_EQ(sync.value(7), 0u);
}

TEST_F(SyncTest, only_the_waiter_of_the_changed_counter_is_woken_one_delta_later) {
    int woken_3 = 0;
    int woken_4 = 0;
    sc_core::sc_spawn_options on_3;
    on_3.spawn_method();
    on_3.dont_initialize();
    on_3.set_sensitivity(&sync.changed(3));
    sc_core::sc_spawn([&] { ++woken_3; }, "on_3", &on_3);
    sc_core::sc_spawn_options on_4;
    on_4.spawn_method();
    on_4.dont_initialize();
    on_4.set_sensitivity(&sync.changed(4));
    sc_core::sc_spawn([&] { ++woken_4; }, "on_4", &on_4);
    settle();
    sync.increment(3);
    EXPECT_EQ(woken_3, 0);
    settle();
    EXPECT_EQ(woken_3, 1);
    port.write(3 * 4, 9);
    settle();
    EXPECT_EQ(woken_3, 2);
    EXPECT_EQ(woken_4, 0);
    EXPECT_EQ(sc_core::sc_time_stamp(), sc_core::SC_ZERO_TIME);
}

TEST_F(SyncTest, an_alarm_goes_off_once_when_its_counter_gets_there) {
    port.write(kAlarm + 4 * 2, STAVP_WAIT(9, 2, STAVP_WAIT_DEPENDENCY));
    constexpr auto kCause = static_cast<std::uint32_t>(STAVP_WAIT_DEPENDENCY) << 28;
    EXPECT_EQ(port.read(kAlarm + 4 * 2), 0x80000000u | kCause | 9u << 20 | 2u);
    sync.increment(9);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kAlarmStatus), 0u);
    sync.increment(9);
    settle();
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(port.read(kAlarmStatus), 1u << 2);
    EXPECT_EQ(port.read(kAlarm + 4 * 2), kCause | 9u << 20 | 2u);
    port.write(kAlarmStatus, 1u << 2);
    settle();
    EXPECT_FALSE(irq.read());
    sync.increment(9);
    settle();
    EXPECT_FALSE(irq.read());
}

TEST_F(SyncTest, the_wire_has_its_level_one_delta_after_the_access) {
    port.write(kAlarm, STAVP_WAIT(1, 0, 0));
    EXPECT_FALSE(irq.read());
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    EXPECT_TRUE(irq.read());
    port.write(kAlarmStatus, 1);
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    EXPECT_FALSE(irq.read());
}

TEST_F(SyncTest, an_alarm_set_for_the_past_goes_off_at_once) {
    for (int i = 0; i < 5; ++i)
        sync.increment(1);
    port.write(kAlarm, STAVP_WAIT(1, 3, 0));
    settle();
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(port.read(kAlarmStatus), 1u);
}

TEST_F(SyncTest, an_alarm_beyond_half_the_range_counts_as_the_future) {
    port.write(0, 0x00001);
    port.write(kAlarm, STAVP_WAIT(0, 0xfffff, 0)); // two behind: reached
    port.write(kAlarm + 4, STAVP_WAIT(0, 0x80000, 0));
    settle();
    EXPECT_EQ(port.read(kAlarmStatus), 1u);
    port.write(0, 0x80000);
    EXPECT_EQ(port.read(kAlarmStatus), 3u);
}

TEST_F(SyncTest, a_counter_written_by_the_host_sets_off_alarms) {
    port.write(kAlarm + 12, STAVP_WAIT(63, 100, 0));
    port.write(63 * 4, 100);
    settle();
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(port.read(kAlarmStatus), 8u);
}

TEST_F(SyncTest, the_wire_stays_up_until_the_last_alarm_is_cleared) {
    port.write(kAlarm, STAVP_WAIT(1, 0, 0));
    port.write(kAlarm + 4, STAVP_WAIT(2, 0, 0));
    port.write(kAlarmStatus, 1);
    settle();
    EXPECT_TRUE(irq.read());
    port.write(kAlarmStatus, 2);
    settle();
    EXPECT_FALSE(irq.read());
}

TEST_F(SyncTest, a_disarmed_alarm_stays_silent) {
    port.write(kAlarm, STAVP_WAIT(1, 1, 0));
    port.write(kAlarm, 0);
    sync.increment(1);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kAlarmStatus), 0u);
}

TEST_F(SyncTest, each_access_costs_the_latency) {
    port.write(0, 1);
    port.read(0);
    EXPECT_EQ(port.delay, sc_core::sc_time(20, sc_core::SC_NS));
}

} // namespace
