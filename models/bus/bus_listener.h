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
};

/// Hears of every transaction that is not debug transport, when its end is known. Changes nothing.
class BusListener {
public:
    virtual ~BusListener() = default;
    virtual void transaction(const BusTransaction& transaction) = 0;
};

} // namespace stavp
