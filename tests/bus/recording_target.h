#pragma once

#include <cstdint>
#include <cstring>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp::test {

/// A memory that takes a fixed time and notes when and where each transaction arrived.
class RecordingTarget : public sc_core::sc_module {
public:
    struct Arrival {
        std::uint64_t address;
        std::uint64_t time_ps;
        bool write;
        std::uint32_t bytes;
    };

    RecordingTarget(sc_core::sc_module_name name, std::size_t bytes, std::uint64_t latency_ps)
        : sc_module(name), socket("socket"), memory(bytes), latency(sc_core::sc_time::from_value(latency_ps)) {
        socket.register_b_transport(this, &RecordingTarget::b_transport);
        socket.register_transport_dbg(this, &RecordingTarget::transport_dbg);
        socket.register_get_direct_mem_ptr(this, &RecordingTarget::get_direct_mem_ptr);
    }

    tlm_utils::simple_target_socket<RecordingTarget> socket;
    std::vector<std::uint8_t> memory;
    std::vector<Arrival> arrivals;
    sc_core::sc_time latency;
    bool grants_direct = true;
    std::uint64_t refuses = ~0ull; ///< writes to this address are errors

private:
    bool copy(tlm::tlm_generic_payload& payload) {
        const auto address = payload.get_address();
        const auto bytes = payload.get_data_length();
        if (address > memory.size() || bytes > memory.size() - address) return false;
        if (payload.is_write() && address == refuses) return false;
        auto* place = memory.data() + address;
        std::memcpy(payload.is_read() ? payload.get_data_ptr() : place,
                    payload.is_read() ? place : payload.get_data_ptr(), bytes);
        return true;
    }
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
        arrivals.push_back({payload.get_address(), (sc_core::sc_time_stamp() + delay).value(), payload.is_write(),
                            payload.get_data_length()});
        delay += latency;
        payload.set_response_status(copy(payload) ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
    }
    unsigned transport_dbg(tlm::tlm_generic_payload& payload) { return copy(payload) ? payload.get_data_length() : 0; }
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& /*payload*/, tlm::tlm_dmi& region) {
        region.set_start_address(0);
        region.set_end_address(memory.size() - 1);
        region.set_dmi_ptr(memory.data());
        region.allow_read_write();
        return grants_direct;
    }
};

} // namespace stavp::test
