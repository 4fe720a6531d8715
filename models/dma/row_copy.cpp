#include "models/dma/row_copy.h"

#include "models/dma/burst_cursor.h"

#include <algorithm>

namespace stavp {

namespace {

constexpr std::uint32_t kPieceBytes = 65536;
constexpr std::uint64_t kSlicePs = 1'000'000;

} // namespace

RowCopy::RowCopy(BusMaster& master, std::uint32_t burst_bytes) : port_(master), burst_bytes_(burst_bytes) {}

std::optional<QueueFault> RowCopy::run(const CopyJob& job) {
    ahead_ = last_write_ = sc_core::SC_ZERO_TIME;
    auto fault = move(job, kPieceBytes);
    sc_core::wait(ahead_ + last_write_);
    return fault;
}

std::optional<QueueFault> RowCopy::move(const CopyJob& piece, std::uint32_t largest) {
    for (BurstCursor cursor(piece, largest); !cursor.done();) {
        const auto burst = cursor.next();
        if (data_.size() < burst.bytes) data_.resize(burst.bytes);
        sc_core::sc_time read;
        sc_core::sc_time write;
        const bool got = port_.transport(tlm::TLM_READ_COMMAND, burst.source, data_.data(), burst.bytes, read);
        const bool put =
            got && port_.transport(tlm::TLM_WRITE_COMMAND, burst.destination, data_.data(), burst.bytes, write);
        if (!put && largest > burst_bytes_ && burst.bytes > 1)
            return move({burst.source, burst.destination, burst.bytes, 1, 0, 0}, burst_bytes_);
        ahead_ += std::max(read, last_write_);
        last_write_ = write;
        if (!put) return QueueFault{QueueError::operand_bus_error, got ? burst.destination : burst.source};
        bytes_moved_ += burst.bytes;
        if (ahead_.value() >= kSlicePs) {
            sc_core::wait(ahead_);
            ahead_ = sc_core::SC_ZERO_TIME;
        }
    }
    return std::nullopt;
}

} // namespace stavp
