#pragma once

#include "models/core/bus_master.h"

#include <cstdint>
#include <gtest/gtest.h>

namespace stavp::test {

/// Reads and writes a block's registers as an initiator does; `delay` adds up what the accesses cost.
class RegisterPort {
public:
    template <typename Socket> explicit RegisterPort(Socket& target) { master.socket.bind(target); }

    tlm::tlm_response_status try_write(std::uint64_t offset, std::uint64_t value, unsigned bytes) {
        return master.transport(tlm::TLM_WRITE_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, delay);
    }
    tlm::tlm_response_status try_read(std::uint64_t offset, unsigned bytes) {
        std::uint64_t value = 0;
        return master.transport(tlm::TLM_READ_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, delay);
    }
    void write(std::uint64_t offset, std::uint64_t value, unsigned bytes = 4) {
        EXPECT_EQ(try_write(offset, value, bytes), tlm::TLM_OK_RESPONSE) << std::hex << offset;
    }
    std::uint64_t read(std::uint64_t offset, unsigned bytes = 4) {
        std::uint64_t value = 0;
        EXPECT_EQ(
            master.transport(tlm::TLM_READ_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, delay),
            tlm::TLM_OK_RESPONSE)
            << std::hex << offset;
        return value;
    }
    std::uint64_t debug_read(std::uint64_t offset, unsigned bytes = 4) {
        std::uint64_t value = 0;
        EXPECT_EQ(master.debug_read(offset, &value, bytes), bytes);
        return value;
    }

    BusMaster master{"register_port"};
    sc_core::sc_time delay;
};

inline void run_ns(double nanoseconds) {
    sc_core::sc_start(nanoseconds, sc_core::SC_NS);
}
/// Runs deltas until nothing more happens at the current time; takes no simulated time.
inline void settle() {
    if (sc_core::sc_get_status() < sc_core::SC_RUNNING) sc_core::sc_start(sc_core::SC_ZERO_TIME);
    while (sc_core::sc_pending_activity_at_current_time())
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
}

} // namespace stavp::test
