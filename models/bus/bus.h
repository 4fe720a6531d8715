#pragma once

#include "models/bus/address_decoder.h"
#include "models/bus/bus_config.h"
#include "models/core/clock.h"
#include "models/core/port_calendar.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>
#include <utility>
#include <vector>

namespace stavp {

/// What went through one port of the bus, in bus cycles. `wait_cycles`: from arrival to the start of the data phase.
struct BusPortStatistics {
    std::uint64_t transactions = 0;
    std::uint64_t bytes = 0;
    std::uint64_t read_busy_cycles = 0;
    std::uint64_t write_busy_cycles = 0;
    std::uint64_t wait_cycles = 0;
    std::uint64_t errors = 0; ///< initiators: transactions that no window takes

    std::uint64_t busy_cycles() const { return read_busy_cycles + write_busy_cycles; }
};

/// A crossbar between initiators and address windows; addresses reach a target relative to its window's base.
///
/// Timing rule, `at`: every port, of an initiator or a target, has a read and a write channel, as AXI has. A
/// transaction of n bytes that arrives at t (now + annotated delay, rounded up to the next bus clock edge) occupies
/// one channel of its initiator's port and of its target's port for ceil(n / bytes_per_cycle) bus cycles, from the
/// first time at or after t when both are free; it reaches the target `latency_cycles` after that. The data phase of
/// a read is charged on the way to the target; the sum is the same. Transactions are served in the order of their
/// calls; one whose arrival lies in the future leaves the time before it free for others.
/// Timing rule, `lt`: latency_cycles + ceil(n / bytes_per_cycle), no reservation, no rounding of t.
/// No bytes, an address outside every window, and a transaction that leaves its window: TLM_ADDRESS_ERROR_RESPONSE
/// after latency_cycles. Never waits: it may be called from SC_METHODs if the target may.
class Bus : public sc_core::sc_module {
public:
    using InitiatorPort = tlm_utils::simple_target_socket_tagged<Bus>;
    using TargetPort = tlm_utils::simple_initiator_socket_tagged<Bus>;

    /// Throws std::invalid_argument when the configuration has a zero width.
    Bus(sc_core::sc_module_name name, const BusConfig& config, Clock clock);

    /// Before simulation. The index numbers initiators from 0.
    unsigned add_initiator(const std::string& name);
    /// Before simulation; returns the target's index. Throws std::invalid_argument on an overlap.
    unsigned map(std::uint64_t base, std::uint64_t bytes, const std::string& name);
    /// The socket that the initiator binds to.
    InitiatorPort& initiator_socket(unsigned initiator) { return initiators_.at(initiator)->socket; }
    /// The socket that binds to the target.
    TargetPort& target_socket(unsigned target) { return targets_.at(target)->socket; }

    const BusPortStatistics& initiator_statistics(unsigned initiator) const {
        return initiators_.at(initiator)->statistics;
    }
    const BusPortStatistics& target_statistics(unsigned target) const { return targets_.at(target)->statistics; }
    const std::string& initiator_name(unsigned initiator) const { return initiators_.at(initiator)->label; }
    const AddressWindow& window(unsigned target) const { return decoder_.of_target(target); }
    unsigned initiators() const { return static_cast<unsigned>(initiators_.size()); }
    unsigned targets() const { return static_cast<unsigned>(targets_.size()); }

private:
    /// A module of its own, because sockets can only be made inside a module's constructor.
    template <typename Socket> struct Port : sc_core::sc_module {
        Port(sc_core::sc_module_name name, std::string given)
            : sc_module(name), label(std::move(given)), socket("socket") {}

        std::string label;
        Socket socket;
        std::array<PortCalendar, 2> channels; ///< read, write
        BusPortStatistics statistics;

        void count(bool write, std::uint64_t transfer_bytes, std::uint64_t busy, std::uint64_t waited);
    };

    void b_transport(int initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(int initiator, tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(int initiator, tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);
    void invalidate_direct_mem_ptr(int target, sc_dt::uint64 first, sc_dt::uint64 last);
    /// Books the transaction and returns the time from now to its arrival at the target.
    sc_core::sc_time occupy(Port<InitiatorPort>& initiator, Port<TargetPort>& target, bool write, std::uint64_t bytes,
                            const sc_core::sc_time& delay);

    BusConfig config_;
    Clock clock_;
    AddressDecoder decoder_;
    std::vector<std::unique_ptr<Port<InitiatorPort>>> initiators_;
    std::vector<std::unique_ptr<Port<TargetPort>>> targets_;
};

} // namespace stavp
