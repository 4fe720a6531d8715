#pragma once

#include "models/core/bus_master.h"
#include "models/core/payload_pool.h"
#include "models/core/transaction_timeline.h"

#include <cstdint>
#include <deque>
#include <systemc>
#include <tlm>

namespace stavp {

class RequestClient;

/// A transaction that a client has sent, or may send again when it has ended.
class BusRequest : public TransactionTimeline {
public:
    RequestClient* client = nullptr;

private:
    friend class RequestPort;
    tlm::tlm_generic_payload* payload_ = nullptr;
};

/// Who sends requests through a RequestPort.
class RequestClient {
public:
    virtual ~RequestClient() = default;
    /// The port is free; for one request. Called after RequestPort::ask_for_turn.
    virtual void take_turn() = 0;
    /// The transaction ends `delay` from now; `delay` is not 0 only for a request that the bus refused at once. May be
    /// called from within send().
    virtual void ended(BusRequest& request, bool ok, const sc_core::sc_time& delay) = 0;
};

/// The non-blocking side of an initiator's bus port (TLM-2.0 base protocol), shared by several clients. A request that
/// the bus does not accept at once keeps the port to itself until it is accepted; those who want to send meanwhile take
/// turns.
class RequestPort {
public:
    explicit RequestPort(BusMaster& master);
    RequestPort(const RequestPort&) = delete;
    RequestPort& operator=(const RequestPort&) = delete;

    bool free() const { return unaccepted_ == nullptr; }
    /// Only while free(). `data` stays valid until the end.
    void send(BusRequest& request, tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
              std::uint32_t bytes);
    /// While not free(): take_turn() will be called once, after those who have asked before.
    void ask_for_turn(RequestClient& client) { turns_.push_back(&client); }
    /// Whether a transaction there may be sent before the ones before it have ended: plain memory, which takes it.
    bool is_memory(std::uint64_t address, std::uint32_t bytes, tlm::tlm_command command) {
        return master_.direct(address, bytes, command) != nullptr;
    }

private:
    tlm::tlm_sync_enum backward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay);
    void accepted();
    static void end(BusRequest& request, const sc_core::sc_time& delay);

    BusMaster& master_;
    PayloadPool pool_;
    BusRequest* unaccepted_ = nullptr;
    std::deque<RequestClient*> turns_;
};

} // namespace stavp
