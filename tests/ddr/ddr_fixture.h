#pragma once

#include "models/core/bus_master.h"
#include "models/ddr/ddr.h"
#include "tests/ddr/linear_config.h"
#include "tests/support/sim_thread.h"

#include <cstdint>
#include <gtest/gtest.h>

namespace stavp::test {

class DdrFixture : public testing::Test {
protected:
    static constexpr std::uint64_t kBytes = 1 << 20;

    explicit DdrFixture(Fidelity fidelity = Fidelity::at, std::uint64_t bytes = kBytes)
        : ddr("ddr", config_of(fidelity, bytes)) {}

    void SetUp() override { master.socket.bind(ddr.socket); }

    static DdrConfig config_of(Fidelity fidelity, std::uint64_t bytes) {
        auto config = linear_config();
        config.bytes = bytes;
        config.fidelity = fidelity;
        return config;
    }

    /// One call from outside of any process: without waiting. Returns its delay, picoseconds.
    std::uint64_t access(tlm::tlm_command command, std::uint64_t address, void* data, unsigned bytes,
                         std::uint64_t delay_ps = 0) {
        auto delay = sc_core::sc_time::from_value(delay_ps);
        status = master.transport(command, address, static_cast<std::uint8_t*>(data), bytes, delay);
        return delay.value();
    }

    /// The same from a thread, `start_ps` from time 0; returns how long it took.
    std::uint64_t timed_access(tlm::tlm_command command, std::uint64_t address, void* data, unsigned bytes,
                               std::uint64_t start_ps = 0, std::uint64_t delay_ps = 0) {
        std::uint64_t end_ps = 0;
        spawn_at(start_ps, [&] {
            auto delay = sc_core::sc_time::from_value(delay_ps);
            status = master.transport(command, address, static_cast<std::uint8_t*>(data), bytes, delay);
            sc_core::wait(delay);
            end_ps = sc_core::sc_time_stamp().value();
        });
        while (end_ps == 0)
            sc_core::sc_start(sc_core::sc_time(100, sc_core::SC_NS));
        return end_ps - start_ps;
    }

    Ddr ddr;
    BusMaster master{"master"};
    tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;
};

} // namespace stavp::test
