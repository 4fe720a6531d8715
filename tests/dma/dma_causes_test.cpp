// Where a channel's time goes, by hand. Bus: 2 ns, 32 bytes, latency 4; slow memory 100 ns, fast memory 20 ns.

#include "tests/dma/dma_fixture.h"
#include "tests/dma/transfer_cycles.h"
#include "tests/support/sim_thread.h"

namespace {

using stavp::Activity;

class DmaCausesTest : public stavp::test::DmaFixture {
protected:
    using DmaFixture::DmaFixture;

    std::uint64_t cycles(Activity activity, unsigned channel = 0) const {
        return dma.account(channel).snapshot()[stavp::activity_index(activity)];
    }
    /// Another initiator reads from `address` at `start_ps`.
    void other_reads(std::uint64_t start_ps, std::uint64_t address, unsigned bytes) {
        stavp::test::spawn_at(start_ps, [this, address, bytes] {
            std::vector<std::uint8_t> data(bytes);
            host.read(address, data.data(), bytes);
        });
    }
};

TEST_F(DmaCausesTest, alone_everything_is_data_moving) {
    push(copy(kSlow, kFast, 256));
    drain();
    EXPECT_EQ(cycles(Activity::busy), (124u + 44) / 2);
    EXPECT_EQ(stavp::test::transfer_cycles(dma.account(0)), cycles(Activity::busy));
}

TEST_F(DmaCausesTest, another_initiator_on_the_way_is_arbitration) {
    // The command starts at 118 ns. Another read of 640 bytes takes the way to slow from 100 to 140 ns.
    other_reads(100000, kSlow, 640);
    push(copy(kSlow, kFast, 256));
    drain();
    EXPECT_EQ(cycles(Activity::bus_arbitration), (140u - 118) / 2);
    EXPECT_EQ(cycles(Activity::busy), (124u + 44) / 2);
}

TEST_F(DmaCausesTest, arbitration_on_the_write_side_counts_as_well) {
    // The write asks for fast at 118 + 124 = 242 ns; another write of 320 bytes has it from 240 to 260 ns.
    stavp::test::spawn_at(240000, [this] {
        std::vector<std::uint8_t> data(320);
        host.write(kFast + 0x4000, data.data(), 320);
    });
    push(copy(kSlow, kFast, 256));
    drain();
    EXPECT_EQ(cycles(Activity::bus_arbitration), (260u - 242) / 2);
}

TEST_F(DmaCausesTest, every_moment_of_two_channels_has_one_activity) {
    push(copy(kSlow, kFast, 5000), 0);
    push(copy(kSlow + 0x4000, kFast + 0x4000, 3000, 2, 3333, 3001), 1);
    for (int i = 0; i < 60; ++i) {
        sc_core::sc_start(sc_core::sc_time(33.7, sc_core::SC_NS));
        for (unsigned channel = 0; channel < 2; ++channel) {
            std::uint64_t sum = 0;
            for (const auto count : dma.account(channel).snapshot())
                sum += count;
            EXPECT_EQ(sum, sc_core::sc_time_stamp().value() / kCyclePs);
        }
    }
    drain();
    EXPECT_EQ(std::memcmp(at(kFast), at(kSlow), 5000), 0);
}

class NarrowDoorTest : public DmaCausesTest {
protected:
    NarrowDoorTest() : DmaCausesTest({2, 256, 8, stavp::Fidelity::at}, 1) {}
};

TEST_F(NarrowDoorTest, with_one_transaction_inside_the_bus_all_others_wait_for_its_end) {
    push(copy(kSlow, kFast, 2 * 256));
    drain();
    // Read 0, read 1, write 0, write 1, one behind the other: read 1 was asked for before write 0 could be.
    EXPECT_EQ(stavp::test::transfer_cycles(dma.account(0)), (2 * 124 + 2 * 44u) / 2);
    EXPECT_GT(cycles(Activity::bus_outstanding), 0u);
    EXPECT_EQ(std::memcmp(at(kFast), at(kSlow), 512), 0);
}

TEST_F(NarrowDoorTest, channels_take_turns_at_the_port) {
    push(copy(kSlow, kFast, 16 * 256), 0);
    push(copy(kSlow + 0x4000, kFast + 0x4000, 16 * 256), 1);
    drain();
    EXPECT_EQ(std::memcmp(at(kFast), at(kSlow), 16 * 256), 0);
    EXPECT_EQ(std::memcmp(at(kFast + 0x4000), at(kSlow + 0x4000), 16 * 256), 0);
    // Neither is done before the other has come half of its way.
    std::size_t first_of_other = 0;
    while (first_of_other < fast.arrivals.size() && fast.arrivals[first_of_other].address < 0x4000)
        ++first_of_other;
    EXPECT_LT(first_of_other, 8u);
}

} // namespace
