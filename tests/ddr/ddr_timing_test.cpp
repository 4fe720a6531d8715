#include "tests/ddr/ddr_fixture.h"

namespace {

constexpr std::uint64_t kClockPs = 833;
constexpr std::uint64_t kFrontendPs = 20000;

class DdrTimingTest : public stavp::test::DdrFixture {
protected:
    std::uint8_t data[4096] = {};
};

TEST_F(DdrTimingTest, an_access_ends_the_front_end_after_the_last_beat) {
    EXPECT_EQ(timed_access(tlm::TLM_READ_COMMAND, 0, data, 64), (16 + 16 + 4) * kClockPs + kFrontendPs);
}

TEST_F(DdrTimingTest, an_annotated_arrival_is_rounded_up_to_the_next_clock) {
    EXPECT_EQ(timed_access(tlm::TLM_WRITE_COMMAND, 0, data, 64, 0, 100 * kClockPs + 1),
              (101 + 16 + 12 + 4) * kClockPs + kFrontendPs);
}

TEST_F(DdrTimingTest, the_arrival_counts_from_the_simulation_time) {
    timed_access(tlm::TLM_READ_COMMAND, 0, data, 64);
    EXPECT_EQ(timed_access(tlm::TLM_READ_COMMAND, 64, data, 64, 500 * kClockPs - 1),
              1 + (16 + 4) * kClockPs + kFrontendPs);
}

TEST_F(DdrTimingTest, who_cannot_wait_is_timed_as_at_lt) {
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64, 7), 7 + (16 + 16 + 4) * kClockPs + kFrontendPs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64, 7), 7 + (16 + 16 + 4) * kClockPs + kFrontendPs);
    EXPECT_EQ(ddr.statistics().row_misses, 0u);
}

TEST_F(DdrTimingTest, statistics_count_what_happened) {
    timed_access(tlm::TLM_READ_COMMAND, 0, data, 256);
    timed_access(tlm::TLM_WRITE_COMMAND, 16 * 8192, data, 10, 200000);
    stavp::test::run_until(2 * 9360 * kClockPs);
    const auto statistics = ddr.statistics();
    EXPECT_EQ(statistics.reads, 1u);
    EXPECT_EQ(statistics.writes, 1u);
    EXPECT_EQ(statistics.read_bytes, 256u);
    EXPECT_EQ(statistics.write_bytes, 10u);
    EXPECT_EQ(statistics.bytes(), 266u);
    EXPECT_EQ(statistics.row_hits, 3u);
    EXPECT_EQ(statistics.row_misses, 1u);
    EXPECT_EQ(statistics.row_conflicts, 1u);
    EXPECT_EQ(statistics.activates(), 2u);
    EXPECT_EQ(statistics.busy_clocks, 5u * 4);
    EXPECT_EQ(statistics.refreshes, 2u);
}

class LooselyTimedDdrTest : public stavp::test::DdrFixture {
protected:
    LooselyTimedDdrTest() : DdrFixture(stavp::Fidelity::lt) {}

    std::uint8_t data[4096] = {};
};

TEST_F(LooselyTimedDdrTest, every_access_takes_a_miss_and_its_bytes_at_the_peak_rate) {
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64), (16 + 16 + 4) * kClockPs + kFrontendPs);
    EXPECT_EQ(access(tlm::TLM_WRITE_COMMAND, 0, data, 65), (16 + 16 + 5) * kClockPs + kFrontendPs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 4096, 7), 7 + (16 + 16 + 256) * kClockPs + kFrontendPs);
    EXPECT_EQ(ddr.statistics().row_misses, 0u);
    EXPECT_EQ(ddr.statistics().refreshes, 0u);
    EXPECT_EQ(ddr.statistics().busy_clocks, 4u + 5 + 256);
}

TEST_F(LooselyTimedDdrTest, slow_memory_multiplies_the_time_to_the_last_beat_of_what_arrives_in_its_window) {
    int affected = 0;
    ddr.slow_down(sc_core::sc_time(10, sc_core::SC_NS), sc_core::sc_time(20, sc_core::SC_NS), 3, [&] { ++affected; });
    constexpr std::uint64_t kAccess = (16 + 16 + 4) * kClockPs;
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64, 9999), 9999 + kAccess + kFrontendPs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64, 10000), 10000 + 3 * kAccess + kFrontendPs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data, 64, 20000), 20000 + kAccess + kFrontendPs);
    EXPECT_EQ(affected, 1);
}

} // namespace
