#include "models/core/command_queue.h"

#include <cstring>
#include <utility>

namespace stavp {

namespace {

constexpr std::uint64_t kEnable = 1;
constexpr std::uint64_t kReset = 2;
constexpr std::uint64_t kAbort = 4;
constexpr std::uint64_t kStatusBusy = 1;
constexpr std::uint64_t kStatusError = 2;
constexpr std::uint32_t kIrqDone = 1;
constexpr std::uint32_t kIrqError = 2;
constexpr std::uint32_t kUsed = 0x80000000;
constexpr std::uint32_t kCounterIdMask = 63;
constexpr std::uint64_t kMinRingLog2 = 1;
constexpr std::uint64_t kMaxRingLog2 = 12;
constexpr std::uint64_t kDispatchCycles = 1;

stavp_command_header header_of(const DescriptorBytes& bytes) {
    stavp_command_header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

Activity activity_of(std::uint32_t wait_word) {
    switch (static_cast<stavp_wait_cause>((wait_word >> 28) & 7)) {
    case STAVP_WAIT_WEIGHTS:
        return Activity::weights;
    case STAVP_WAIT_ACTIVATIONS:
        return Activity::activations;
    case STAVP_WAIT_OUTPUT_SPACE:
        return Activity::output_space;
    case STAVP_WAIT_DEPENDENCY:
        break;
    }
    return Activity::dependency;
}

} // namespace

CommandQueue::CommandQueue(sc_core::sc_module_name name, RegisterBank& bank, Registers registers, BusMaster& master,
                           SyncFabric& sync, StallAccount& account, Execute execute, std::function<void()> irq_changed)
    : sc_module(name), bank_(bank), reg_(registers), master_(master), sync_(sync), account_(account),
      execute_(std::move(execute)), irq_changed_(std::move(irq_changed)) {
    participant_ = sync_.ledger().add(account_);
    SC_HAS_PROCESS(CommandQueue);
    SC_THREAD(fetch_thread);
    SC_THREAD(execute_thread);
    bank_.on_write_element(reg_.ctrl, reg_.index, [this](std::size_t, std::uint64_t value) { write_ctrl(value); });
    bank_.on_write_element(reg_.tail, reg_.index, [this](std::size_t, std::uint64_t) {
        tell_depth();
        work_.notify();
    });
    bank_.on_write_element(reg_.irq_enable, reg_.index, [this](std::size_t, std::uint64_t) { irq_changed_(); });
    bank_.on_write_element(reg_.irq_status, reg_.index, [this](std::size_t, std::uint64_t) { irq_changed_(); });
    bank_.on_read_element(reg_.status, reg_.index, [this](std::size_t) {
        const bool failed = bank_.get(reg_.error_code, reg_.index) != 0;
        return (busy() ? kStatusBusy : 0) | (failed ? kStatusError : 0);
    });
}

bool CommandQueue::irq() const {
    return (bank_.get(reg_.irq_status, reg_.index) & bank_.get(reg_.irq_enable, reg_.index)) != 0;
}

bool CommandQueue::enabled() const {
    return (bank_.get(reg_.ctrl, reg_.index) & kEnable) != 0;
}

void CommandQueue::write_ctrl(std::uint64_t value) {
    bank_.set(reg_.ctrl, value & ~(kReset | kAbort), reg_.index);
    if ((value & kAbort) != 0) abort();
    if ((value & kReset) != 0 && !busy()) reset();
    work_.notify();
    fetched_event_.notify();
}

void CommandQueue::reset() {
    for (const auto reg : {reg_.head, reg_.tail, reg_.irq_status, reg_.error_code, reg_.error_addr, reg_.error_tag})
        bank_.set(reg, 0, reg_.index);
    restart_at_head();
    tell_depth();
    irq_changed_();
    if (on_reset_) on_reset_();
}

void CommandQueue::abort() {
    bank_.set(reg_.ctrl, bank_.get(reg_.ctrl, reg_.index) & ~kEnable, reg_.index);
    restart_at_head();
    if (!executing_) return;
    aborted_.notify();
    if (on_abort_) on_abort_();
}

void CommandQueue::spend(const sc_core::sc_time& time) {
    const auto epoch = epoch_;
    wait(time, aborted_);
    if (epoch != epoch_) throw CommandAborted{};
}

void CommandQueue::raise(std::uint32_t bit) {
    bank_.set(reg_.irq_status, bank_.get(reg_.irq_status, reg_.index) | bit, reg_.index);
    irq_changed_();
}

void CommandQueue::tell_depth() const {
    for (auto* listener : listeners_)
        listener->depth(
            static_cast<std::uint32_t>(bank_.get(reg_.tail, reg_.index) - bank_.get(reg_.head, reg_.index)));
}

void CommandQueue::fetch_thread() {
    for (;;) {
        const bool more =
            chain_next_ != 0 || fetch_count_ != static_cast<std::uint32_t>(bank_.get(reg_.tail, reg_.index));
        if (!enabled() || !more) {
            wait(work_);
            continue;
        }
        if (fetched_.size() >= kPrefetchDepth) {
            wait(space_);
            continue;
        }
        fetch_one();
    }
}

void CommandQueue::fetch_one() {
    fetching_ = true;
    const auto epoch = epoch_;
    if (!executing_ && fetched_.empty()) account_.enter(Activity::fetch);
    const auto log2 = bank_.get(reg_.log2, reg_.index);
    const auto entry = fetch_count_ & ((1ull << (log2 & 31)) - 1);
    Fetched next{};
    next.address = chain_next_ != 0 ? chain_next_ : bank_.get(reg_.base, reg_.index) + entry * STAVP_DESCRIPTOR_BYTES;
    if (log2 < kMinRingLog2 || log2 > kMaxRingLog2) {
        next.fault = {QueueError::bad_field, next.address};
    } else if (next.address % STAVP_DESCRIPTOR_BYTES != 0) {
        next.fault = {QueueError::misaligned, next.address};
    } else if (master_.read(next.address, next.bytes.data(), STAVP_DESCRIPTOR_BYTES) != tlm::TLM_OK_RESPONSE) {
        next.fault = {QueueError::descriptor_bus_error, next.address};
    }
    fetching_ = false;
    fetched_event_.notify();
    // A queue that failed meanwhile has dropped its prefetched descriptors; this one goes the same way.
    if (epoch != epoch_) return;
    chain_next_ = next.fault.code == QueueError::none ? header_of(next.bytes).next : 0;
    next.last_of_entry = chain_next_ == 0;
    if (next.last_of_entry) ++fetch_count_;
    fetched_.push_back(next);
}

void CommandQueue::hang() {
    account_.enter(Activity::busy);
    wait(aborted_);
    throw CommandAborted{};
}

void CommandQueue::execute_thread() {
    for (;;) {
        while (fetched_.empty() || !enabled()) {
            account_.enter(fetching_ ? Activity::fetch : Activity::no_command);
            wait(fetched_event_);
        }
        executing_ = true;
        const auto current = fetched_.front();
        fetched_.pop_front();
        space_.notify();
        execute_one(current);
        executing_ = false;
        current_tag_ = 0;
    }
}

void CommandQueue::execute_one(const Fetched& current) {
    const auto epoch = epoch_;
    account_.enter(Activity::fetch);
    wait(account_.clock().time_of(kDispatchCycles));
    if (epoch != epoch_) return;
    if (current.fault.code != QueueError::none) {
        fail(current, current.fault);
        return;
    }
    const auto header = header_of(current.bytes);
    current_tag_ = header.tag;
    for (auto* listener : listeners_)
        listener->begun(current.bytes);
    std::optional<QueueFault> fault;
    try {
        fault = run(current, header);
    } catch (const CommandAborted&) {
    }
    const bool aborted = epoch != epoch_;
    for (auto* listener : listeners_)
        listener->ended(current.bytes, !fault && !aborted);
    if (aborted) return;
    if (fault)
        fail(current, *fault);
    else
        complete(current, header);
}

std::optional<QueueFault> CommandQueue::run(const Fetched& current, const stavp_command_header& header) {
    wait_for_counters(header);
    account_.enter(Activity::busy);
    for (auto* listener : listeners_)
        listener->executes(current.bytes);
    return header.opcode == STAVP_OP_NOP ? std::nullopt : execute_(current.bytes);
}

void CommandQueue::complete(const Fetched& current, const stavp_command_header& header) {
    if ((header.signal & kUsed) != 0) {
        const unsigned counter = header.signal & kCounterIdMask;
        sync_.ledger().signalled(counter, participant_);
        sync_.increment(counter);
    }
    if (current.last_of_entry) {
        bank_.set(reg_.head, bank_.get(reg_.head, reg_.index) + 1, reg_.index);
        tell_depth();
    }
    if ((header.flags & STAVP_FLAG_IRQ) != 0) raise(kIrqDone);
}

void CommandQueue::wait_for_counters(const stavp_command_header& header) {
    const auto epoch = epoch_;
    for (const auto word : header.wait) {
        if ((word & kUsed) == 0) continue;
        const unsigned counter = (word >> 20) & kCounterIdMask;
        while (!sync_reached(sync_.value(counter), word & kSyncCounterMask)) {
            account_.enter(activity_of(word), counter);
            wait(sync_.changed(counter) | aborted_);
            if (epoch != epoch_) throw CommandAborted{};
        }
    }
}

void CommandQueue::fail(const Fetched& fetched, QueueFault fault) {
    stavp_command_header header{};
    if (fetched.fault.code == QueueError::none) header = header_of(fetched.bytes);
    bank_.set(reg_.error_code, static_cast<std::uint32_t>(fault.code), reg_.index);
    bank_.set(reg_.error_addr, fault.address.value_or(fetched.address), reg_.index);
    bank_.set(reg_.error_tag, header.tag, reg_.index);
    bank_.set(reg_.ctrl, bank_.get(reg_.ctrl, reg_.index) & ~kEnable, reg_.index);
    restart_at_head();
    raise(kIrqError);
}

void CommandQueue::restart_at_head() {
    ++epoch_;
    fetched_.clear();
    chain_next_ = 0;
    fetch_count_ = static_cast<std::uint32_t>(bank_.get(reg_.head, reg_.index));
    space_.notify();
}

} // namespace stavp
