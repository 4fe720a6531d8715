#pragma once

#include "models/bus/bus.h"
#include "models/core/bus_master.h"
#include "tests/bus/recording_target.h"
#include "tests/support/sim_thread.h"

#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <vector>

namespace stavp::test {

/// Three initiators, two memories at 0x1000 and 0x2000 (next to each other); a bus of 32 bytes at 2 ns, latency 4.
class BusFixture : public testing::Test {
protected:
    static constexpr std::uint64_t kFirst = 0x1000;
    static constexpr std::uint64_t kSecond = 0x2000;
    static constexpr std::uint64_t kCyclePs = 2000;
    static constexpr std::uint64_t kLatencyCycles = 4;
    static constexpr std::uint64_t kTargetPs = 10000;

    explicit BusFixture(const BusConfig& config = config_of(Fidelity::at)) : bus("bus", config, Clock(kCyclePs)) {}

    static BusConfig config_of(Fidelity fidelity) { return {32, kLatencyCycles, fidelity, 500}; }

    void SetUp() override {
        a.socket.bind(bus.initiator_socket(bus.add_initiator("a")));
        b.socket.bind(bus.initiator_socket(bus.add_initiator("b")));
        c.socket.bind(bus.initiator_socket(bus.add_initiator("c")));
        bus.target_socket(bus.map(kFirst, 0x1000, "first")).bind(first.socket);
        bus.target_socket(bus.map(kSecond, 0x1000, "second")).bind(second.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    /// One call from outside of any process: without waiting. Returns its delay, picoseconds.
    std::uint64_t access(BusMaster& master, tlm::tlm_command command, std::uint64_t address, unsigned bytes,
                         std::uint64_t delay_ps = 0) {
        auto delay = sc_core::sc_time::from_value(delay_ps);
        std::vector<std::uint8_t> data(bytes);
        status = master.transport(command, address, data.data(), bytes, delay);
        return delay.value();
    }
    std::uint64_t read(BusMaster& master, std::uint64_t address, unsigned bytes, std::uint64_t delay_ps = 0) {
        return access(master, tlm::TLM_READ_COMMAND, address, bytes, delay_ps);
    }
    std::uint64_t write(BusMaster& master, std::uint64_t address, unsigned bytes, std::uint64_t delay_ps = 0) {
        return access(master, tlm::TLM_WRITE_COMMAND, address, bytes, delay_ps);
    }

    /// A transaction of a thread of its own that starts at `start_ps`; the result is the time of its end, once run.
    const std::uint64_t& access_at(std::uint64_t start_ps, BusMaster& master, tlm::tlm_command command,
                                   std::uint64_t address, unsigned bytes) {
        auto& end_ps = ends_ps_.emplace_back(0);
        spawn_at(start_ps, [&master, command, address, bytes, &end_ps] {
            auto delay = sc_core::SC_ZERO_TIME;
            std::vector<std::uint8_t> data(bytes);
            master.transport(command, address, data.data(), bytes, delay);
            sc_core::wait(delay);
            end_ps = sc_core::sc_time_stamp().value();
        });
        return end_ps;
    }
    const std::uint64_t& read_at(std::uint64_t start_ps, BusMaster& master, std::uint64_t address, unsigned bytes) {
        return access_at(start_ps, master, tlm::TLM_READ_COMMAND, address, bytes);
    }
    const std::uint64_t& write_at(std::uint64_t start_ps, BusMaster& master, std::uint64_t address, unsigned bytes) {
        return access_at(start_ps, master, tlm::TLM_WRITE_COMMAND, address, bytes);
    }
    static void run() { sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US)); }

    /// What a transaction takes that waits `wait` cycles and moves data for `busy` cycles.
    static constexpr std::uint64_t ps(std::uint64_t wait, std::uint64_t busy) {
        return (wait + busy + kLatencyCycles) * kCyclePs + kTargetPs;
    }

    Bus bus;
    BusMaster a{"a"};
    BusMaster b{"b"};
    BusMaster c{"c"};
    RecordingTarget first{"first", 0x1000, kTargetPs};
    RecordingTarget second{"second", 0x1000, kTargetPs};
    tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;

private:
    std::deque<std::uint64_t> ends_ps_; ///< deque: references stay valid
};

} // namespace stavp::test
