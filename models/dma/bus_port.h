#pragma once

#include "models/core/bus_master.h"

#include <cstdint>
#include <systemc>
#include <tlm>

namespace stavp {

/// BusMaster::transport with one payload that is used again and again, as building one costs an allocation.
class BusPort {
public:
    explicit BusPort(BusMaster& master) : master_(master) {}

    /// True when the target took it. `delay` starts at 0.
    bool transport(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data, std::uint32_t bytes,
                   sc_core::sc_time& delay) {
        payload_.set_command(command);
        payload_.set_address(address);
        payload_.set_data_ptr(data);
        payload_.set_data_length(bytes);
        payload_.set_streaming_width(bytes);
        payload_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
        delay = sc_core::SC_ZERO_TIME;
        master_.socket->b_transport(payload_, delay);
        return payload_.get_response_status() == tlm::TLM_OK_RESPONSE;
    }

private:
    BusMaster& master_;
    tlm::tlm_generic_payload payload_;
};

} // namespace stavp
