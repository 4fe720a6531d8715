#pragma once

#include "models/core/queue_fault.h"
#include "models/core/request_port.h"
#include "models/core/stall_account.h"
#include "models/dma/burst_cursor.h"

#include <cstdint>
#include <optional>
#include <systemc>
#include <vector>

namespace stavp {

/// Moves a job burst by burst (`at`), with up to `outstanding` bursts between the start of their read and the end of
/// their write. A read is issued when a place is free; a write when its read has ended, in the order of the reads;
/// a place is free when its write and those before it have ended. Writes are issued without waiting for the ends of
/// those before where their destination is memory that grants DMI, and so will take them; elsewhere one by one.
/// An abort is like a bus error of the next burst to be written. After a bus error no write is issued behind the
/// failing burst; those before it are completed, reads that are out already are dropped when they end.
///
/// Driven by the ends of its transactions, without a process of its own; no allocation per burst. The account gets the
/// time from one burst's end to the next by charge_interval().
class PipelinedCopy : public RequestClient {
public:
    PipelinedCopy(RequestPort& port, StallAccount& account, unsigned channel, std::uint32_t burst_bytes,
                  unsigned outstanding);

    /// From an SC_THREAD; returns when all is moved or has failed.
    std::optional<QueueFault> run(const CopyJob& job);
    /// Issues nothing more; run() returns when what is out has ended, as with an error.
    void abort();
    /// Bytes whose writes have ended well since the start.
    std::uint64_t bytes_moved() const { return bytes_moved_; }

    void take_turn() override;
    void ended(BusRequest& request, bool ok, const sc_core::sc_time& delay) override;

private:
    enum class Stage { reading, read, writing, written };
    struct Slot : BusRequest {
        CopyBurst burst;
        std::uint64_t sequence = 0;
        Stage stage = Stage::reading;
    };

    void advance();
    void rest();
    bool issue_one();
    bool wants_write();
    bool wants_read() const;
    void issue_write();
    void issue_read();
    void retire();
    void fail(std::uint64_t sequence, std::uint64_t address, const sc_core::sc_time& response);
    bool finished() const;
    void settle();
    Slot& slot(std::uint64_t sequence) { return slots_[sequence % slots_.size()]; }
    std::uint8_t* data(std::uint64_t sequence) { return data_.data() + sequence % slots_.size() * burst_bytes_; }

    RequestPort& port_;
    StallAccount& account_;
    std::uint32_t burst_bytes_;
    std::vector<Slot> slots_;
    std::vector<std::uint8_t> data_;
    BurstCursor cursor_;
    std::uint64_t read_ = 0;    ///< bursts whose read has been issued
    std::uint64_t written_ = 0; ///< bursts whose write has been issued
    std::uint64_t retired_ = 0; ///< bursts whose write, and those before it, have ended
    unsigned in_flight_ = 0;    ///< transactions
    bool write_alone_ = false;  ///< no write may be issued before the last one's end
    bool waits_for_turn_ = false;
    bool issuing_ = false;
    std::optional<QueueFault> fault_;
    std::uint64_t failed_ = 0; ///< the first burst that failed
    sc_core::sc_time fault_response_;
    bool running_ = false;
    std::uint64_t bytes_moved_ = 0;
    sc_core::sc_event finished_;
};

} // namespace stavp
