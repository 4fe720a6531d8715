#pragma once

#include "models/core/queue_fault.h"
#include "models/dma/burst_cursor.h"
#include "models/dma/bus_port.h"

#include <cstdint>
#include <optional>
#include <systemc>
#include <vector>

namespace stavp {

/// Moves a job burst by burst (`at`), with up to `outstanding` bursts between the start of their read and the end of
/// their write. A read is issued when a place is free; a write when its read has ended, in the order of the reads;
/// a place is free when its write and those before it have ended. Every bus call is made at its own simulated time.
/// After a bus error nothing more is issued behind the failing burst; those before it are completed.
///
/// An SC_METHOD, woken once or twice per burst; no allocation per burst.
class PipelinedCopy : public sc_core::sc_module {
public:
    PipelinedCopy(sc_core::sc_module_name name, BusMaster& master, std::uint32_t burst_bytes, unsigned outstanding);

    /// From an SC_THREAD; returns when all is moved or has failed.
    std::optional<QueueFault> run(const CopyJob& job);
    /// Bytes whose writes have been issued and taken since the start.
    std::uint64_t bytes_moved() const { return bytes_moved_; }

private:
    struct Slot {
        Burst burst;
        sc_core::sc_time ready; ///< end of the read, then of the write
    };

    void step();
    void retire_writes(const sc_core::sc_time& now);
    void issue_writes(const sc_core::sc_time& now);
    void issue_reads(const sc_core::sc_time& now);
    void fail(std::uint64_t address, const sc_core::sc_time& response);
    Slot& slot(std::uint64_t sequence) { return slots_[sequence % slots_.size()]; }
    std::uint8_t* data(std::uint64_t sequence) { return data_.data() + sequence % slots_.size() * burst_bytes_; }

    BusPort port_;
    std::uint32_t burst_bytes_;
    std::vector<Slot> slots_;
    std::vector<std::uint8_t> data_;
    BurstCursor cursor_;
    std::uint64_t read_ = 0;    ///< bursts whose read has been issued
    std::uint64_t written_ = 0; ///< bursts whose write has been issued
    std::uint64_t retired_ = 0; ///< bursts whose write has ended
    std::optional<QueueFault> fault_;
    sc_core::sc_time fault_response_; ///< when the error response of the failing burst arrives
    bool running_ = false;
    std::uint64_t bytes_moved_ = 0;
    sc_core::sc_event start_;
    sc_core::sc_event finished_;
};

} // namespace stavp
