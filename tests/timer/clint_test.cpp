// Against the RISC-V privileged specification, "Machine Timer Registers", and the SiFive CLINT layout.

#include "models/timer/clint.h"
#include "tests/support/register_port.h"

namespace {

using stavp::test::run_ns;
using stavp::test::settle;

constexpr std::uint64_t kMsip = 0x0;
constexpr std::uint64_t kMtimecmp = 0x4000;
constexpr std::uint64_t kMtime = 0xbff8;

class ClintTest : public testing::Test {
protected:
    stavp::Clint clint{"clint", sc_core::sc_time(3, sc_core::SC_NS)};
    sc_core::sc_signal<bool> timer{"timer"};
    sc_core::sc_signal<bool> software{"software"};
    stavp::test::RegisterPort port{clint.bank.socket};
    sc_core::sc_time rose_at = sc_core::SC_ZERO_TIME;
    int rises = 0;

    void SetUp() override {
        clint.timer_irq.bind(timer);
        clint.software_irq.bind(software);
        sc_core::sc_spawn_options options;
        options.spawn_method();
        options.dont_initialize();
        options.set_sensitivity(&timer.posedge_event());
        sc_core::sc_spawn(
            [this] {
                ++rises;
                rose_at = sc_core::sc_time_stamp();
            },
            "watch", &options);
    }
};

TEST_F(ClintTest, mtime_counts_ticks_of_100_ns) {
    EXPECT_EQ(port.read(kMtime, 8), 0u);
    run_ns(99.999);
    EXPECT_EQ(port.read(kMtime, 8), 0u);
    run_ns(0.001);
    EXPECT_EQ(port.read(kMtime, 8), 1u);
    EXPECT_EQ(clint.mtime(), 1u);
    sc_core::sc_start(1, sc_core::SC_MS);
    EXPECT_EQ(port.read(kMtime, 8), 10'001u);
    EXPECT_EQ(port.read(kMtime), 10'001u);
    EXPECT_EQ(port.read(kMtime + 4), 0u);
}

TEST_F(ClintTest, after_reset_the_timer_interrupt_is_pending_as_on_virt) {
    settle();
    EXPECT_TRUE(timer.read());
    EXPECT_EQ(port.read(kMtimecmp, 8), 0u);
}

TEST_F(ClintTest, the_timer_wire_rises_exactly_at_the_compare_time) {
    run_ns(150);
    port.write(kMtimecmp, 1234, 8);
    settle();
    EXPECT_FALSE(timer.read());
    rises = 0;
    sc_core::sc_start(1, sc_core::SC_MS);
    EXPECT_EQ(rises, 1);
    EXPECT_EQ(rose_at, sc_core::sc_time(123'400, sc_core::SC_NS));
    EXPECT_TRUE(timer.read());
}

TEST_F(ClintTest, an_earlier_compare_value_replaces_a_later_one_and_the_other_way_round) {
    port.write(kMtimecmp, 50, 8);
    run_ns(1000);
    port.write(kMtimecmp, 20, 8);
    rises = 0;
    run_ns(1500);
    EXPECT_EQ(rose_at, sc_core::sc_time(2000, sc_core::SC_NS));
    port.write(kMtimecmp, 30, 8);
    settle();
    EXPECT_FALSE(timer.read());
    port.write(kMtimecmp, 40, 8);
    rises = 0;
    run_ns(5000);
    EXPECT_EQ(rises, 1);
    EXPECT_EQ(rose_at, sc_core::sc_time(4000, sc_core::SC_NS));
}

TEST_F(ClintTest, mtimecmp_may_be_written_by_halves_without_a_false_interrupt) {
    run_ns(2000); // mtime 20
    // The sequence the specification gives for 32-bit harts: no smaller value is ever in between.
    port.write(kMtimecmp, 0xffffffff);
    port.write(kMtimecmp + 4, 1);
    port.write(kMtimecmp, 10);
    settle();
    rises = 0;
    EXPECT_FALSE(timer.read());
    EXPECT_EQ(port.read(kMtimecmp, 8), 0x1'0000'000au);
    port.write(kMtimecmp + 4, 0);
    settle();
    EXPECT_TRUE(timer.read());
    EXPECT_EQ(rises, 1);
}

TEST_F(ClintTest, a_compare_value_beyond_the_end_of_time_never_comes) {
    for (const auto value : {~0ull, ~0ull / 100'000 + 1, 1ull << 63}) {
        port.write(kMtimecmp, value, 8);
        settle();
        EXPECT_FALSE(timer.read());
        EXPECT_FALSE(sc_core::sc_pending_activity_at_future_time());
    }
    port.write(kMtimecmp, ~0ull / 100'000, 8); // the last tick of simulated time
    EXPECT_TRUE(sc_core::sc_pending_activity_at_future_time());
}

TEST_F(ClintTest, writing_mtime_moves_the_clock_and_the_interrupt) {
    run_ns(1050);
    port.write(kMtimecmp, 0x2'0000'0005, 8);
    port.write(kMtime, 0x2'0000'0001, 8);
    rises = 0;
    EXPECT_EQ(port.read(kMtime, 8), 0x2'0000'0001u);
    run_ns(1000);
    EXPECT_EQ(rises, 1);
    EXPECT_EQ(rose_at, sc_core::sc_time(1400, sc_core::SC_NS)); // ticks begin at multiples of 100 ns
    EXPECT_EQ(port.read(kMtime, 8), 0x2'0000'000bu);
}

TEST_F(ClintTest, writing_half_of_mtime_keeps_the_running_other_half) {
    run_ns(700);
    port.write(kMtime + 4, 3);
    EXPECT_EQ(port.read(kMtime, 8), 0x3'0000'0007u);
    run_ns(100);
    port.write(kMtime, 0x50);
    EXPECT_EQ(port.read(kMtime, 8), 0x3'0000'0050u);
}

TEST_F(ClintTest, msip_drives_the_software_wire_by_its_lowest_bit) {
    port.write(kMsip, 0xfffffffe);
    settle();
    EXPECT_FALSE(software.read());
    port.write(kMsip, 0xffffffff);
    settle();
    EXPECT_TRUE(software.read());
    EXPECT_EQ(port.read(kMsip), 1u);
    port.write(kMsip, 0);
    settle();
    EXPECT_FALSE(software.read());
}

TEST_F(ClintTest, other_harts_read_zero_and_the_end_of_the_window_faults) {
    port.write(kMsip + 4, 1);
    port.write(kMtimecmp + 8, 5, 8);
    EXPECT_EQ(port.read(kMsip + 4), 0u);
    EXPECT_EQ(port.read(kMtimecmp + 8, 8), 0u);
    EXPECT_EQ(port.read(0x3ffc), 0u);
    EXPECT_EQ(port.read(0xbff0, 8), 0u);
    EXPECT_EQ(port.try_read(0xc000, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_write(kMsip, 1, 1), tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

TEST_F(ClintTest, each_access_costs_the_latency) {
    port.read(kMtime, 8);
    port.write(kMsip, 0);
    EXPECT_EQ(port.delay, sc_core::sc_time(6, sc_core::SC_NS));
}

} // namespace
