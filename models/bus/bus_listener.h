#pragma once

#include "models/core/transaction_timeline.h"

#include <cstdint>
#include <tlm>

namespace stavp {

/// One transaction of the bus, from the initiator's request to the end of the response. `end_ps` may lie ahead of the
/// time at which the bus tells it: where the caller is to wait for the rest.
struct BusTransaction {
    static constexpr unsigned kNoTarget = ~0u;

    unsigned initiator;
    unsigned target; ///< kNoTarget: no window takes it
    bool blocking;   ///< b_transport
    bool write;
    std::uint64_t address;
    std::uint32_t bytes;
    std::uint64_t begin_ps;
    std::uint64_t end_ps;
    tlm::tlm_response_status response;
    const TransactionTimeline* timeline; ///< the initiator's, or nullptr
    const std::uint8_t* data;            ///< the initiator's bytes, while it is told
};

/// Follows what a Bus does, for traces; must not change the simulation.
class BusListener {
public:
    virtual ~BusListener() = default;
    /// b_transport is entered; nothing has moved yet. transaction() comes when it ends.
    virtual void blocking_begins(unsigned /*initiator*/, const tlm::tlm_generic_payload& /*payload*/) {}
    /// `at`: now `transactions` of the initiator are inside the bus.
    virtual void outstanding(unsigned /*initiator*/, unsigned /*transactions*/) {}
    /// `at`: the initiator has that channel of the target in this time, which begins now.
    virtual void granted(unsigned /*initiator*/, unsigned /*target*/, bool /*write*/, std::uint64_t /*begin_ps*/,
                         std::uint64_t /*end_ps*/) {}
    /// Every transaction that is not debug transport, when its end is known.
    virtual void transaction(const BusTransaction& /*transaction*/) {}
};

} // namespace stavp
