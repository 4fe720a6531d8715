#pragma once

#include "models/core/queue_fault.h"
#include "models/dma/bus_port.h"
#include "models/dma/copy_job.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp {

/// Moves a job row by row (`lt`): one read and one write for each row, rows beyond 64 KiB in pieces that end at
/// multiples of 64 KiB of the source. As many rows are in flight as `outstanding` bursts cover, at least one, and the
/// write of a row overlaps with the read of the next one: rows take
/// first read + sum of max(write, next read) / rows in flight + last write. A piece that fails is repeated in bursts,
/// so that the failing address and the bytes moved are those of PipelinedCopy. Bytes move up to about 1 us ahead of the
/// time.
class RowCopy {
public:
    RowCopy(BusMaster& master, std::uint32_t burst_bytes, std::uint32_t outstanding);

    /// From an SC_THREAD; returns when all is moved or has failed.
    std::optional<QueueFault> run(const CopyJob& job);
    /// run() returns at once, as with an error.
    void abort();
    std::uint64_t bytes_moved() const { return bytes_moved_; }

private:
    std::optional<QueueFault> move(const CopyJob& piece, std::uint32_t largest);
    std::uint64_t in_flight(std::uint32_t row_bytes) const;
    void pass(const sc_core::sc_time& time);

    BusPort port_;
    std::uint32_t burst_bytes_;
    std::uint32_t outstanding_;
    std::vector<std::uint8_t> data_;
    sc_core::sc_time ahead_;      ///< time that has been charged but not waited for
    sc_core::sc_time last_write_; ///< duration of the last write, which the next read overlaps
    std::uint64_t bytes_moved_ = 0;
    bool aborted_ = false;
    sc_core::sc_event abort_;
};

} // namespace stavp
