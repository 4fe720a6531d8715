#include "models/dma/row_copy.h"

#include "models/dma/burst_cursor.h"

#include <algorithm>

namespace stavp {

namespace {

constexpr std::uint32_t kPieceBytes = 65536;
constexpr std::uint64_t kSlicePs = 1'000'000;

} // namespace

RowCopy::RowCopy(BusMaster& master, std::uint32_t burst_bytes, std::uint32_t outstanding)
    : port_(master), burst_bytes_(burst_bytes), outstanding_(outstanding) {}

std::uint64_t RowCopy::in_flight(std::uint32_t row_bytes) const {
    const auto bursts = (row_bytes + burst_bytes_ - 1) / burst_bytes_;
    return std::max<std::uint64_t>(1, outstanding_ / bursts);
}

std::optional<QueueFault> RowCopy::run(const CopyJob& job) {
    ahead_ = last_write_ = sc_core::SC_ZERO_TIME;
    aborted_ = false;
    auto fault = move(job, kPieceBytes);
    pass(ahead_ + last_write_);
    if (aborted_) return QueueFault{QueueError::operand_bus_error, {}};
    return fault;
}

void RowCopy::abort() {
    aborted_ = true;
    abort_.notify();
}

void RowCopy::pass(const sc_core::sc_time& time) {
    if (!aborted_) sc_core::wait(time, abort_);
}

std::optional<QueueFault> RowCopy::move(const CopyJob& piece, std::uint32_t largest) {
    for (BurstCursor cursor(piece, largest); !cursor.done() && !aborted_;) {
        const auto burst = cursor.next();
        if (data_.size() < burst.bytes) data_.resize(burst.bytes);
        sc_core::sc_time read;
        sc_core::sc_time write;
        const bool got = port_.transport(tlm::TLM_READ_COMMAND, burst.source, data_.data(), burst.bytes, read);
        const bool put =
            got && port_.transport(tlm::TLM_WRITE_COMMAND, burst.destination, data_.data(), burst.bytes, write);
        if (!put && largest > burst_bytes_ && burst.bytes > 1)
            return move({burst.source, burst.destination, burst.bytes, 1, 0, 0}, burst_bytes_);
        const auto step = std::max(read, last_write_).value();
        const bool first = last_write_ == sc_core::SC_ZERO_TIME;
        ahead_ += sc_core::sc_time::from_value(first ? step : step / in_flight(burst.bytes));
        last_write_ = write;
        if (!put) return QueueFault{QueueError::operand_bus_error, got ? burst.destination : burst.source};
        bytes_moved_ += burst.bytes;
        if (ahead_.value() >= kSlicePs) {
            pass(ahead_);
            ahead_ = sc_core::SC_ZERO_TIME;
        }
    }
    return std::nullopt;
}

} // namespace stavp
