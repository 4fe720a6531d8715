// Times by hand. Bus: 2 ns, 32 bytes, latency 4; slow memory 100 ns, fast memory 20 ns. A burst of 256 bytes takes
// 8 data cycles: read from slow 24 + 100 = 124 ns, write to fast 24 + 20 = 44 ns. The first descriptor is fetched in
// (4 + 4) * 2 + 100 = 116 ns and dispatched in one cycle: execution starts at 118 ns.

#include "tests/dma/dma_fixture.h"

namespace {

constexpr std::uint64_t kStartNs = 118;

class DmaTimingTest : public stavp::test::DmaFixture {
protected:
    using DmaFixture::DmaFixture;

    std::vector<std::uint64_t> arrivals_ns(const stavp::test::RecordingTarget& target, std::size_t skip = 0) const {
        std::vector<std::uint64_t> times;
        for (std::size_t i = skip; i < target.arrivals.size(); ++i)
            times.push_back(target.arrivals[i].time_ps / 1000);
        return times;
    }
};

TEST_F(DmaTimingTest, one_burst_is_a_read_and_a_write) {
    push(copy(kSlow, kFast, 256));
    drain();
    EXPECT_EQ(arrivals_ns(slow), (std::vector<std::uint64_t>{16, kStartNs + 24}));
    EXPECT_EQ(arrivals_ns(fast), (std::vector<std::uint64_t>{kStartNs + 124 + 24}));
    EXPECT_EQ(busy_cycles(), (124u + 44) / 2);
}

class TwoOutstandingTest : public DmaTimingTest {
protected:
    TwoOutstandingTest() : DmaTimingTest(stavp::DmaConfig{1, 256, 2, stavp::Fidelity::at}) {}
};

TEST_F(TwoOutstandingTest, reads_go_out_while_a_place_is_free_and_writes_follow_their_reads) {
    push(copy(kSlow, kFast, 4 * 256));
    drain();
    // Reads 0 and 1 at 0; read 1 waits 16 for the port. They end at 124 and 140; their writes end at 168 and 184,
    // which is when reads 2 and 3 go out; those end at 292 and 308, their writes at 336 and 352.
    const auto t = kStartNs + 24;
    EXPECT_EQ(arrivals_ns(slow, 1), (std::vector<std::uint64_t>{t, t + 16, t + 168, t + 184}));
    EXPECT_EQ(arrivals_ns(fast), (std::vector<std::uint64_t>{t + 124, t + 140, t + 292, t + 308}));
    EXPECT_EQ(busy_cycles(), 352u / 2);
}

class ManyOutstandingTest : public DmaTimingTest {
protected:
    ManyOutstandingTest() : DmaTimingTest(stavp::DmaConfig{2, 256, 16, stavp::Fidelity::at}) {}
};

TEST_F(ManyOutstandingTest, with_the_latency_hidden_the_width_of_the_bus_sets_the_rate) {
    push(copy(kSlow, kFast, 64 * 256));
    drain();
    // 64 reads of 16 ns each, one behind the other, then the last one's latency and write.
    EXPECT_EQ(busy_cycles(), (64 * 16 + 8 + 100 + 44u) / 2);
}

TEST_F(ManyOutstandingTest, two_channels_share_the_port) {
    push(copy(kSlow, kFast, 32 * 256), 0);
    push(copy(kSlow + 0x4000, kFast + 0x4000, 32 * 256), 1);
    drain();
    const auto last = fast.arrivals.back().time_ps / 1000;
    // Together as long as one channel with 64 bursts, but for the second descriptor's fetch.
    EXPECT_GE(last, kStartNs + 64 * 16 + 8 + 100 + 24);
    EXPECT_LE(last, kStartNs + 64 * 16 + 8 + 100 + 24 + 16);
    EXPECT_GT(bus.initiator_statistics(0).wait_cycles, 0u);
}

TEST_F(DmaTimingTest, short_rows_are_pipelined_like_bursts) {
    push(copy(kSlow, kFast, 64, 8, 1024, 64));
    drain();
    // Eight reads of 2 data cycles, the last one starting at 28 and ending at 28 + 12 + 100, then 12 + 20.
    EXPECT_EQ(busy_cycles(), (28u + 112 + 32) / 2);
}

TEST_F(DmaTimingTest, an_error_response_takes_its_time) {
    push(copy(0x10, kFast, 64));
    drain();
    EXPECT_EQ(busy_cycles(), 4u);
}

class LooselyTimedDmaTest : public DmaTimingTest {
protected:
    LooselyTimedDmaTest() : DmaTimingTest(stavp::DmaConfig{1, 256, 8, stavp::Fidelity::lt}) {}
};

TEST_F(LooselyTimedDmaTest, a_row_is_one_transaction_and_its_write_overlaps_the_next_read) {
    push(copy(kSlow, kFast, 2048, 3, 4096, 2048));
    drain();
    ASSERT_EQ(fast.arrivals.size(), 3u);
    EXPECT_EQ(fast.arrivals[0].bytes, 2048u);
    // Rows of 8 bursts fill the 8 outstanding ones: one row in flight. Reads of (64 + 4) * 2 + 100 = 236 hide the
    // writes of (64 + 4) * 2 + 20 = 156 but for the last.
    EXPECT_EQ(busy_cycles(), (3 * 236 + 156u) / 2);
}

TEST_F(LooselyTimedDmaTest, short_rows_are_in_flight_together_as_far_as_outstanding_bursts_go) {
    push(copy(kSlow, kFast, 512, 5, 2048, 512));
    drain();
    // Two bursts a row: four rows in flight. First read (16 + 4) * 2 + 100 = 140, four more at a quarter of that
    // each, last write (16 + 4) * 2 + 20 = 60.
    EXPECT_EQ(busy_cycles(), (140 + 4 * 35 + 60u) / 2);
}

TEST_F(LooselyTimedDmaTest, time_passes_during_a_long_job) {
    push(copy(kSlow, kFast, 64, 100000, 0, 0));
    sc_core::sc_start(sc_core::sc_time(50, sc_core::SC_US));
    // A read takes (2 + 4) * 2 + 100 = 112, 8 rows in flight: one row in 14 ns, 3571 in 50 us; up to 1 us ahead.
    EXPECT_LT(fast.arrivals.size(), 3571u + 73);
    EXPECT_GT(fast.arrivals.size(), 3571u - 73);
}

} // namespace
