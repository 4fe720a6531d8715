// The array on its own clock behind a bus with another.

#include "models/bus/bus.h"
#include "models/sta/sta.h"
#include "tests/sta/support/test_memory.h"
#include "tests/sta/support/test_sync.h"

#include <gtest/gtest.h>
#include <numeric>

namespace stavp {
namespace {

constexpr std::uint64_t kRing = 0x8000'0000;
constexpr std::uint64_t kOperands = 0x5000'0000;

/// One 1x1x1 product, 63 cycles and one for its result, behind a bus of 500 MHz: the fetch of 128 bytes takes
/// 4 cycles of data and 4 of latency, 16 ns.
class ClockRatio : public testing::Test {
protected:
    test::TestSync sync;
    Bus bus{"bus", {.bytes_per_cycle = 32, .latency_cycles = 4}, Clock(2000)};
    test::TestMemory ring{"ring"};
    test::TestMemory operands{"operands"};
    sc_core::sc_signal<bool> irq{"irq_line"};

    /// The time from the doorbell to the result, and the account until then.
    std::pair<std::uint64_t, ActivityCycles> run(std::uint64_t period_ps) {
        Sta sta("sta", {}, Clock(period_ps), sync, sc_core::SC_ZERO_TIME);
        BusMaster host("host");
        ring.add(0, 0x1000);
        operands.add(0, 0x1000);
        sta.master.socket.bind(bus.initiator_socket(bus.add_initiator("sta")));
        bus.target_socket(bus.map(kRing, 0x1000, "ring")).bind(ring.socket);
        bus.target_socket(bus.map(kOperands, 0x1000, "operands")).bind(operands.socket);
        host.socket.bind(sta.bank.socket);
        sta.irq.bind(irq);
        stavp_sta_descriptor d{};
        d.header.opcode = STAVP_OP_STA_MATMUL;
        d.x = d.w = d.y = kOperands;
        d.m = d.n = d.k = 1;
        d.y_type = STAVP_I32;
        ring.put(0, std::vector{d});
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        const auto write = [&](std::uint64_t offset, std::uint64_t value, unsigned bytes) {
            sc_core::sc_time ignored;
            host.transport(tlm::TLM_WRITE_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, ignored);
        };
        write(0x08, kRing, 8);
        write(0x10, 1, 4);
        write(0x00, 1, 4);
        write(0x18, 1, 4);
        sc_core::sc_start();
        return {sc_core::sc_time_stamp().value(), sta.account().snapshot()};
    }

    static void expect(const ActivityCycles& cycles, std::uint64_t fetch, std::uint64_t total) {
        EXPECT_EQ(cycles[static_cast<std::size_t>(Activity::fetch)], fetch);
        EXPECT_EQ(cycles[static_cast<std::size_t>(Activity::busy)], 1u);
        EXPECT_EQ(cycles[static_cast<std::size_t>(Activity::fill_drain)], 62u);
        EXPECT_EQ(cycles[static_cast<std::size_t>(Activity::result_port)], 1u);
        EXPECT_EQ(std::accumulate(cycles.begin(), cycles.end(), std::uint64_t{0}), total);
    }
};

// 250 MHz, half of the bus: the fetch's 16 ns are 4 cycles, one more to dispatch.
TEST_F(ClockRatio, at_half_the_clock_of_the_bus_a_fetch_takes_half_the_cycles) {
    const auto [time_ps, cycles] = run(4000);
    EXPECT_EQ(time_ps, 16000u + 65 * 4000);
    expect(cycles, 4 + 1, 4 + 65);
}

// 1 GHz, twice the bus: 16 cycles.
TEST_F(ClockRatio, at_twice_the_clock_of_the_bus_a_fetch_takes_twice_the_cycles) {
    const auto [time_ps, cycles] = run(1000);
    EXPECT_EQ(time_ps, 16000u + 65 * 1000);
    expect(cycles, 16 + 1, 16 + 65);
}

// 333 MHz, 3003 ps: the fetch ends after 5.3 cycles, the command goes on from there, and the account takes whole
// cycles.
TEST_F(ClockRatio, at_a_ratio_that_is_no_integer_the_command_keeps_its_cycles) {
    const auto [time_ps, cycles] = run(Clock::from_mhz(333).period_ps());
    EXPECT_EQ(time_ps, 16000u + 65 * 3003);
    expect(cycles, 5 + 1, 5 + 65);
}

} // namespace
} // namespace stavp
