#include "models/dma/pipelined_copy.h"

#include <algorithm>

namespace stavp {

PipelinedCopy::PipelinedCopy(sc_core::sc_module_name name, BusMaster& master, std::uint32_t burst_bytes,
                             unsigned outstanding)
    : sc_module(name), port_(master), burst_bytes_(burst_bytes), slots_(outstanding),
      data_(static_cast<std::size_t>(burst_bytes) * outstanding) {
    SC_HAS_PROCESS(PipelinedCopy);
    SC_METHOD(step);
    sensitive << start_;
    dont_initialize();
}

std::optional<QueueFault> PipelinedCopy::run(const CopyJob& job) {
    cursor_ = BurstCursor(job, burst_bytes_);
    read_ = written_ = retired_ = 0;
    fault_.reset();
    running_ = true;
    start_.notify();
    while (running_)
        wait(finished_);
    return fault_;
}

void PipelinedCopy::step() {
    const auto& now = sc_core::sc_time_stamp();
    retire_writes(now);
    issue_writes(now);
    issue_reads(now);
    if (retired_ < written_ || written_ < read_) {
        auto next = retired_ < written_ ? slot(retired_).ready : slot(written_).ready;
        if (written_ < read_) next = std::min(next, slot(written_).ready);
        next_trigger(next - now);
    } else if (fault_ && fault_response_ > now) {
        next_trigger(fault_response_ - now);
    } else {
        running_ = false;
        finished_.notify();
    }
}

void PipelinedCopy::retire_writes(const sc_core::sc_time& now) {
    while (retired_ < written_ && slot(retired_).ready <= now)
        ++retired_;
}

void PipelinedCopy::issue_writes(const sc_core::sc_time& now) {
    while (written_ < read_ && slot(written_).ready <= now) {
        auto& current = slot(written_);
        sc_core::sc_time delay;
        if (!port_.transport(tlm::TLM_WRITE_COMMAND, current.burst.destination, data(written_), current.burst.bytes,
                             delay)) {
            fail(current.burst.destination, now + delay);
            read_ = written_;
            return;
        }
        bytes_moved_ += current.burst.bytes;
        current.ready = now + delay;
        ++written_;
    }
}

void PipelinedCopy::issue_reads(const sc_core::sc_time& now) {
    while (!fault_ && !cursor_.done() && read_ - retired_ < slots_.size()) {
        auto& current = slot(read_);
        current.burst = cursor_.next();
        sc_core::sc_time delay;
        if (!port_.transport(tlm::TLM_READ_COMMAND, current.burst.source, data(read_), current.burst.bytes, delay)) {
            fail(current.burst.source, now + delay);
            return;
        }
        current.ready = now + delay;
        ++read_;
    }
}

void PipelinedCopy::fail(std::uint64_t address, const sc_core::sc_time& response) {
    fault_ = QueueFault{QueueError::operand_bus_error, address};
    fault_response_ = response;
}

} // namespace stavp
