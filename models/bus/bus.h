#pragma once

#include "models/bus/address_decoder.h"
#include "models/bus/arbiter.h"
#include "models/bus/bus_calendar.h"
#include "models/bus/bus_config.h"
#include "models/bus/bus_listener.h"
#include "models/bus/bus_spoiler.h"
#include "models/bus/bus_transfer.h"
#include "models/core/clock.h"
#include "models/core/payload_pool.h"

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

/// What went through one port of the bus, in bus cycles.
struct BusPortStatistics {
    std::uint64_t transactions = 0;
    std::uint64_t bytes = 0;
    std::uint64_t read_busy_cycles = 0;
    std::uint64_t write_busy_cycles = 0;
    std::uint64_t wait_cycles = 0;    ///< accepted transactions, from arrival to the start of the data phase
    std::uint64_t held_cycles = 0;    ///< initiators: requests that were not accepted at once, until they were
    std::uint64_t refused_cycles = 0; ///< targets: with a request that the target has not accepted
    std::uint64_t errors = 0;         ///< initiators: transactions that no window takes, or a BusSpoiler lets fail

    std::uint64_t busy_cycles() const { return read_busy_cycles + write_busy_cycles; }
};

/// How the bus talks to a target. `blocking`: b_transport, which annotates its delay; in a thread's transaction the
/// thread itself calls it. `non_blocking`: the base protocol, with back-pressure.
enum class TargetProtocol { blocking, non_blocking };

/// A crossbar between initiators and address windows; addresses reach a target relative to its window's base.
///
/// Timing rule, `at`: every port, of an initiator or a target, has a read and a write channel, as AXI has.
/// 1. A request is accepted when fewer than `outstanding` transactions of its initiator are inside the bus, from
///    acceptance to the end of the response; until then it stays with the initiator (END_REQ comes late).
/// 2. From the first bus clock edge at or after that, it waits until one channel of its initiator's port and of its
///    target's port are free and the target does not hold an unaccepted request. Requests of one initiator for one
///    channel of one target keep their order; between initiators the policy decides, at each edge, among all requests
///    of that time.
/// 3. It takes both channels for ceil(n / bytes_per_cycle) cycles and reaches the target `latency_cycles` after that.
///    The data phase of a read is charged on the way to the target; the sum is the same.
/// 4. It ends when the target says.
/// b_transport in an SC_THREAD waits through the same steps. Where the caller cannot wait it is timed as in `lt`.
/// Timing rule, `lt`: latency_cycles + ceil(n / bytes_per_cycle), no waiting, no rounding.
/// No bytes, an address outside every window, and a transaction that leaves its window: TLM_ADDRESS_ERROR_RESPONSE
/// after latency_cycles, told at once (early completion). So are those that a BusSpoiler lets fail, with
/// TLM_GENERIC_ERROR_RESPONSE.
class Bus : public sc_core::sc_module {
public:
    using InitiatorPort = tlm_utils::simple_target_socket_tagged<Bus>;
    using TargetPort = tlm_utils::simple_initiator_socket_tagged<Bus>;

    /// Throws std::invalid_argument with the text of find_error(config).
    Bus(sc_core::sc_module_name name, const BusConfig& config, Clock clock);

    /// Before simulation. The index numbers initiators from 0.
    unsigned add_initiator(const std::string& name);
    /// Before simulation; returns the target's index. Throws std::invalid_argument on an overlap.
    /// `refusal`: what a transaction waits for while the target does not accept it.
    unsigned map(std::uint64_t base, std::uint64_t bytes, const std::string& name,
                 TargetProtocol protocol = TargetProtocol::blocking, Activity refusal = Activity::ddr_queue);
    /// The socket that the initiator binds to.
    InitiatorPort& initiator_socket(unsigned initiator) { return initiators_.at(initiator)->socket; }
    /// The socket that binds to the target.
    TargetPort& target_socket(unsigned target) { return targets_.at(target)->socket; }

    /// For traces, before the simulation; the listener outlives it.
    void observe(BusListener& listener) { listeners_.push_back(&listener); }

    /// For fault injection; the spoiler outlives the simulation. Again after its gaps have changed.
    void spoil(BusSpoiler& spoiler);

    /// While a target is in b_transport: whose transaction it has.
    unsigned served_initiator() const { return served_initiator_; }

    const BusPortStatistics& initiator_statistics(unsigned initiator) const {
        return initiators_.at(initiator)->statistics;
    }
    const BusPortStatistics& target_statistics(unsigned target) const { return targets_.at(target)->statistics; }
    const std::string& initiator_name(unsigned initiator) const { return initiators_.at(initiator)->label; }
    const AddressWindow& window(unsigned target) const { return decoder_.of_target(target); }
    unsigned initiators() const { return static_cast<unsigned>(initiators_.size()); }
    const Clock& clock() const { return clock_; }
    unsigned targets() const { return static_cast<unsigned>(targets_.size()); }

private:
    /// A module of its own, because sockets can only be made inside a module's constructor.
    template <typename Socket> struct Port : sc_core::sc_module {
        Port(sc_core::sc_module_name name, std::string given)
            : sc_module(name), label(std::move(given)), socket("socket") {}

        std::string label;
        Socket socket;
        std::array<std::uint64_t, 2> free_cycle{}; ///< of the read and the write channel
        BusPortStatistics statistics;

        void count(bool write, std::uint64_t transfer_bytes, std::uint64_t busy, std::uint64_t waited) {
            ++statistics.transactions;
            statistics.bytes += transfer_bytes;
            (write ? statistics.write_busy_cycles : statistics.read_busy_cycles) += busy;
            statistics.wait_cycles += waited;
        }
    };
    struct Initiator : Port<InitiatorPort> {
        using Port::Port;

        unsigned outstanding = 0;
        TransferQueue held;                ///< requests that are not accepted yet
        BusTransfer* responding = nullptr; ///< BEGIN_RESP sent, END_RESP awaited
        TransferQueue responses;           ///< behind that one
    };
    struct Target : Port<TargetPort> {
        using Port::Port;

        TargetProtocol protocol = TargetProtocol::blocking;
        Activity refusal = Activity::ddr_queue;
        std::array<unsigned, 2> last_served{Arbiter::kNobody, Arbiter::kNobody};
        BusTransfer* refused = nullptr; ///< BEGIN_REQ sent, END_REQ awaited
        std::uint64_t refused_since_ps = 0;
        std::uint64_t refused_until_ps = 0;
        TransferQueue door; ///< behind the refused one
    };
    /// Requests of one initiator for one channel of one target, in order.
    struct Flow {
        unsigned initiator = 0;
        unsigned target = 0;
        bool write = false;
        TransferQueue waiting;
    };

    void b_transport(int initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    void transport_and_wait(unsigned initiator, const AddressWindow& window, tlm::tlm_generic_payload& payload,
                            sc_core::sc_time& delay);
    tlm::tlm_sync_enum nb_transport_fw(int initiator, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                       sc_core::sc_time& delay);
    tlm::tlm_sync_enum nb_transport_bw(int target, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                       sc_core::sc_time& delay);
    unsigned transport_dbg(int initiator, tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(int initiator, tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);
    void invalidate_direct_mem_ptr(int target, sc_dt::uint64 first, sc_dt::uint64 last);

    const AddressWindow* decode(unsigned initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay,
                                bool blocking);
    void tell(const BusTransaction& transaction) const;
    void tell(const BusTransfer& transfer, const tlm::tlm_generic_payload& payload, std::uint64_t end_ps) const;
    void tell_untimed(unsigned initiator, unsigned target, const tlm::tlm_generic_payload& payload,
                      std::uint64_t begin_ps, const sc_core::sc_time& delay, bool blocking) const;
    BusTransfer& new_transfer(unsigned initiator, const AddressWindow& window, tlm::tlm_generic_payload& payload);
    void recycle(BusTransfer& transfer) { unused_.push_back(&transfer); }

    // The way of a transfer, in this order.
    bool request(BusTransfer& transfer, const sc_core::sc_time& delay);
    void accept(BusTransfer& transfer);
    void grant(Flow& flow, std::uint64_t cycle);
    void reach_target(BusTransfer& transfer);
    void offer(BusTransfer& transfer);
    void target_accepted(Target& to);
    void end_at(BusTransfer& transfer, const sc_core::sc_time& time);
    void end(BusTransfer& transfer);
    void respond(Initiator& from, BusTransfer& transfer);
    void leave(Initiator& from, BusTransfer& transfer);
    void accept_held(Initiator& from);

    void step();
    void arbitrate(std::uint64_t cycle);
    Flow* pick(std::uint64_t cycle);
    bool ready(const Flow& flow, std::uint64_t cycle) const;
    std::uint64_t next_arbitration_ps() const;
    Flow& flow_of(const BusTransfer& transfer);
    void tell_outstanding(unsigned initiator) const {
        if (!listeners_.empty()) [[unlikely]]
            tell_all_outstanding(initiator);
    }
    void tell_all_outstanding(unsigned initiator) const;
    void note_time();
    void wake_at(std::uint64_t time_ps);
    static Arbiter::Request request_of(const Flow& flow) { return {flow.initiator, flow.waiting.front().arrival_ps}; }

    unsigned served_initiator_ = 0;
    std::vector<BusListener*> listeners_;
    BusSpoiler* spoiler_ = nullptr;
    BusConfig config_;
    Clock clock_;
    Arbiter arbiter_;
    AddressDecoder decoder_;
    std::vector<std::unique_ptr<Initiator>> initiators_;
    std::vector<std::unique_ptr<Target>> targets_;

    std::vector<Flow> flows_;   ///< by initiator, target and direction
    std::vector<Flow*> active_; ///< those with requests
    BusCalendar calendar_;
    std::uint64_t noted_ps_ = ~0ull; ///< the time at which the bus has something to do, and
    sc_dt::uint64 noted_delta_ = 0;  ///< the first delta cycle in which it knew
    sc_core::sc_event wake_;
    std::vector<std::unique_ptr<BusTransfer>> transfers_;
    std::vector<BusTransfer*> unused_;
    PayloadPool payloads_; ///< behind transfers_, which may hang on them to the end
};

} // namespace stavp
