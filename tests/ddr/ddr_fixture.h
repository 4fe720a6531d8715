#pragma once

#include "models/core/bus_master.h"
#include "models/ddr/ddr.h"
#include "tests/ddr/linear_config.h"

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

    /// Time from now to the end of the transaction, picoseconds.
    std::uint64_t access(tlm::tlm_command command, std::uint64_t address, void* data, unsigned bytes,
                         std::uint64_t delay_ps = 0) {
        auto delay = sc_core::sc_time::from_value(delay_ps);
        status = master.transport(command, address, static_cast<std::uint8_t*>(data), bytes, delay);
        return delay.value();
    }

    Ddr ddr;
    BusMaster master{"master"};
    tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;
};

} // namespace stavp::test
