#pragma once

#include "models/core/transaction_timeline.h"

#include <cstdint>
#include <systemc>
#include <tlm>
#include <utility>

namespace stavp {

/// One transaction inside the bus. It hangs on the payload while a non-blocking target has it.
struct BusTransfer : public tlm::tlm_extension<BusTransfer> {
    tlm::tlm_generic_payload* payload = nullptr;
    TransactionTimeline* timeline = nullptr; ///< the initiator's, or nullptr
    unsigned initiator = 0;
    unsigned target = 0;
    bool write = false;
    bool blocking = false;         ///< a thread waits in b_transport
    std::uint64_t address = 0;     ///< as the initiator gave it
    std::uint64_t busy_cycles = 0; ///< of a channel
    std::uint64_t request_ps = 0;  ///< when the initiator asked
    std::uint64_t arrival_ps = 0;  ///< when the bus accepted
    std::uint64_t arrival_cycle = 0;
    BusTransfer* next = nullptr; ///< in a TransferQueue
    sc_core::sc_event resumed;   ///< wakes the thread of a blocking one

    tlm::tlm_extension_base* clone() const override { return nullptr; }
    void copy_from(const tlm::tlm_extension_base& /*other*/) override {}
    /// Belongs to the bus, not to the payload.
    void free() override {}
};

/// First in, first out, without allocation; a transfer is in one queue at a time.
class TransferQueue {
public:
    bool empty() const { return first_ == nullptr; }
    BusTransfer& front() const { return *first_; }
    void push(BusTransfer& transfer) {
        transfer.next = nullptr;
        (first_ == nullptr ? first_ : last_->next) = &transfer;
        last_ = &transfer;
    }
    BusTransfer& pop() { return *std::exchange(first_, first_->next); }

private:
    BusTransfer* first_ = nullptr;
    BusTransfer* last_ = nullptr;
};

} // namespace stavp
