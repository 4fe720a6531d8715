#include "models/dma/pipelined_copy.h"

#include "models/dma/interval_charge.h"

namespace stavp {

namespace {

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

PipelinedCopy::PipelinedCopy(RequestPort& port, StallAccount& account, unsigned channel, std::uint32_t burst_bytes,
                             unsigned outstanding)
    : port_(port), account_(account), burst_bytes_(burst_bytes), slots_(outstanding),
      data_(static_cast<std::size_t>(burst_bytes) * outstanding) {
    for (auto& place : slots_) {
        place.client = this;
        place.part = channel;
    }
    account_.on_settle([this] { settle(); });
}

std::optional<QueueFault> PipelinedCopy::run(const CopyJob& job) {
    cursor_ = BurstCursor(job, burst_bytes_);
    read_ = written_ = retired_ = 0;
    write_alone_ = false;
    fault_.reset();
    running_ = true;
    account_.defer();
    advance();
    while (running_)
        sc_core::wait(finished_);
    if (fault_ && fault_response_ > sc_core::sc_time_stamp()) sc_core::wait(fault_response_ - sc_core::sc_time_stamp());
    return fault_;
}

void PipelinedCopy::abort() {
    if (!running_) return;
    fail(written_, 0, sc_core::sc_time_stamp());
    rest();
}

void PipelinedCopy::advance() {
    while (port_.free() && issue_one()) {
    }
    rest();
}

void PipelinedCopy::take_turn() {
    waits_for_turn_ = false;
    issue_one();
    rest();
}

void PipelinedCopy::rest() {
    if (!waits_for_turn_ && (wants_write() || wants_read())) {
        waits_for_turn_ = true;
        port_.ask_for_turn(*this);
    }
    if (running_ && finished()) {
        running_ = false;
        finished_.notify();
    }
}

bool PipelinedCopy::issue_one() {
    issuing_ = true;
    const bool write = wants_write();
    const bool read = !write && wants_read();
    if (write) issue_write();
    if (read) issue_read();
    issuing_ = false;
    return write || read;
}

bool PipelinedCopy::wants_write() {
    return !write_alone_ && written_ < read_ && (!fault_ || written_ < failed_) && slot(written_).stage == Stage::read;
}

bool PipelinedCopy::wants_read() const {
    return !fault_ && !cursor_.done() && read_ - retired_ < slots_.size();
}

void PipelinedCopy::issue_write() {
    auto& current = slot(written_);
    current.stage = Stage::writing;
    current.wait(Activity::busy, now_ps());
    write_alone_ = !port_.is_memory(current.burst.destination, current.burst.bytes, tlm::TLM_WRITE_COMMAND);
    ++in_flight_;
    auto* bytes = data(written_);
    ++written_;
    port_.send(current, tlm::TLM_WRITE_COMMAND, current.burst.destination, bytes, current.burst.bytes);
}

void PipelinedCopy::issue_read() {
    auto& current = slot(read_);
    current.burst = cursor_.next();
    current.sequence = read_;
    current.stage = Stage::reading;
    current.begin(now_ps());
    ++in_flight_;
    auto* bytes = data(read_);
    ++read_;
    port_.send(current, tlm::TLM_READ_COMMAND, current.burst.source, bytes, current.burst.bytes);
}

void PipelinedCopy::ended(BusRequest& request, bool ok, const sc_core::sc_time& delay) {
    auto& current = static_cast<Slot&>(request);
    --in_flight_;
    if (current.stage == Stage::reading) {
        current.stage = Stage::read;
        if (!ok) fail(current.sequence, current.burst.source, sc_core::sc_time_stamp() + delay);
    } else {
        current.stage = Stage::written;
        write_alone_ = false;
        if (ok)
            bytes_moved_ += current.burst.bytes;
        else
            fail(current.sequence, current.burst.destination, sc_core::sc_time_stamp() + delay);
        retire();
    }
    if (!issuing_) advance();
}

void PipelinedCopy::retire() {
    while (retired_ < written_ && slot(retired_).stage == Stage::written && (!fault_ || retired_ < failed_)) {
        charge_interval(slot(retired_), account_);
        ++retired_;
    }
}

void PipelinedCopy::fail(std::uint64_t sequence, std::uint64_t address, const sc_core::sc_time& response) {
    if (fault_ && failed_ < sequence) return;
    fault_ = QueueFault{QueueError::operand_bus_error, address};
    failed_ = sequence;
    fault_response_ = response;
}

bool PipelinedCopy::finished() const {
    if (in_flight_ != 0 || waits_for_turn_) return false;
    return fault_ ? written_ >= failed_ : cursor_.done() && written_ == read_;
}

void PipelinedCopy::settle() {
    if (running_ && retired_ < read_) charge_so_far(slot(retired_), now_ps(), account_);
}

} // namespace stavp
