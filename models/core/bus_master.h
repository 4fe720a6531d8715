#pragma once

#include <cstdint>
#include <functional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace stavp {

/// An initiator's end of the bus: blocking transport and cached DMI. Non-blocking transport: RequestPort.
class BusMaster : public sc_core::sc_module {
public:
    explicit BusMaster(sc_core::sc_module_name name);

    tlm_utils::simple_initiator_socket<BusMaster> socket;

    /// One transaction, which ends `delay` from the time of the return. In an SC_THREAD it may wait() on the way.
    tlm::tlm_response_status transport(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                                       unsigned bytes, sc_core::sc_time& delay);
    /// One transaction and the wait for its end. From SC_THREADs only.
    tlm::tlm_response_status read(std::uint64_t address, void* data, unsigned bytes);
    tlm::tlm_response_status write(std::uint64_t address, const void* data, unsigned bytes);
    /// Without time or side effects; returns the bytes moved.
    unsigned debug_read(std::uint64_t address, void* data, unsigned bytes);
    unsigned debug_write(std::uint64_t address, const void* data, unsigned bytes);
    /// As these, for an engine's operand: see OperandAccess.
    unsigned operand_access(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data, unsigned bytes,
                            bool probe);

    /// Host pointer to [address, address + bytes) if one DMI region that allows the access covers it, else nullptr.
    /// Valid until the target invalidates it: use it at once, do not keep it.
    std::uint8_t* direct(std::uint64_t address, std::uint64_t bytes, tlm::tlm_command command);
    /// For an owner that does keep pointers from direct(): called with the first and last address of every range that
    /// a target takes back, after this master has forgotten it.
    void on_invalidate(std::function<void(std::uint64_t first, std::uint64_t last)> callback);
    /// For an owner that uses non-blocking transport on the socket: receives the backward path.
    using Backward =
        std::function<tlm::tlm_sync_enum(tlm::tlm_generic_payload&, tlm::tlm_phase&, sc_core::sc_time& delay)>;
    void on_backward(Backward callback);

private:
    tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                       sc_core::sc_time& delay);
    void invalidate(sc_dt::uint64 first, sc_dt::uint64 last);

    std::vector<tlm::tlm_dmi> regions_;
    std::function<void(std::uint64_t, std::uint64_t)> on_invalidate_;
    Backward backward_;
};

} // namespace stavp
