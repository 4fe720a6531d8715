#pragma once

#include "models/bus/bus.h"
#include "models/core/bus_master.h"
#include "tests/bus/recording_target.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <vector>

namespace stavp::test {

/// Two initiators, two memories at 0x1000 and 0x2000 (next to each other); a bus of 32 bytes at 2 ns, latency 4.
class BusFixture : public testing::Test {
protected:
    static constexpr std::uint64_t kFirst = 0x1000;
    static constexpr std::uint64_t kSecond = 0x2000;
    static constexpr std::uint64_t kCyclePs = 2000;
    static constexpr std::uint64_t kLatencyCycles = 4;
    static constexpr std::uint64_t kTargetPs = 10000;

    explicit BusFixture(Fidelity fidelity = Fidelity::at)
        : bus("bus", BusConfig{32, kLatencyCycles, fidelity, 500}, Clock(kCyclePs)) {}

    void SetUp() override {
        a.socket.bind(bus.initiator_socket(bus.add_initiator("a")));
        b.socket.bind(bus.initiator_socket(bus.add_initiator("b")));
        bus.target_socket(bus.map(kFirst, 0x1000, "first")).bind(first.socket);
        bus.target_socket(bus.map(kSecond, 0x1000, "second")).bind(second.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    /// Time from now to the end of the transaction, picoseconds.
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

    Bus bus;
    BusMaster a{"a"};
    BusMaster b{"b"};
    RecordingTarget first{"first", 0x1000, kTargetPs};
    RecordingTarget second{"second", 0x1000, kTargetPs};
    tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;
};

} // namespace stavp::test
