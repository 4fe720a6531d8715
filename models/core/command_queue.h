#pragma once

#include "models/core/bus_master.h"
#include "models/core/descriptor_bytes.h"
#include "models/core/queue_fault.h"
#include "models/core/queue_listener.h"
#include "models/core/register_bank.h"
#include "models/core/stall_account.h"
#include "models/core/sync_fabric.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <systemc>
#include <vector>

namespace stavp {

/// Ends a command whose queue was aborted.
struct CommandAborted {};

/// The queue front end of an engine: fetches descriptors from a ring in memory (and along `next` chains), waits for
/// their sync counters, has them executed in order, signals, interrupts. Registers: command_queue.regs.yaml.
///
/// Timing rule: a fetch is one bus read of 128 bytes; up to two descriptors are fetched ahead of the one being
/// executed, so that only the first fetch after an empty queue is exposed. Waiting for a counter takes until the
/// counter reaches its value; each descriptor costs one cycle of dispatch, counted as `fetch`.
/// Clearing CTRL.ENABLE ends fetching; what has been fetched by then, or is on its way, is executed.
/// CTRL.ABORT takes effect at once, but for the cycle of dispatch and bus transactions that are out: those are awaited
/// and their bytes dropped. What the command has written by then stays.
class CommandQueue : public sc_core::sc_module {
public:
    /// Runs in the queue's thread, may let time pass with spend(), and accounts its own activities from `busy` on. What
    /// it returns after an abort does not count.
    using Execute = std::function<std::optional<QueueFault>(const DescriptorBytes&)>;

    /// The generated register constants of the block that includes command_queue.regs.yaml, and the array index.
    struct Registers {
        std::size_t ctrl, status, base, log2, head, tail, irq_enable, irq_status, error_code, error_addr, error_tag;
        std::size_t index = 0;
    };

    CommandQueue(sc_core::sc_module_name name, RegisterBank& bank, Registers registers, BusMaster& master,
                 SyncFabric& sync, StallAccount& account, Execute execute, std::function<void()> irq_changed);

    bool irq() const;
    /// A queue that the guest paused keeps its prefetched descriptors and is idle.
    bool busy() const { return executing_ || fetching_ || (enabled() && !fetched_.empty()); }
    /// Tag of the descriptor in execution, for traces; 0 when idle.
    std::uint32_t current_tag() const { return current_tag_; }
    /// For Execute: lets `time` pass. Throws CommandAborted, which Execute lets through, as soon as ABORT is written.
    void spend(const sc_core::sc_time& time);
    /// For Execute: never returns, throws CommandAborted as soon as ABORT is written.
    [[noreturn]] void hang();
    /// Called when a command is aborted; for engines that wait for more than spend(). Execute then returns soon.
    void on_abort(std::function<void()> callback) { on_abort_ = std::move(callback); }
    /// Called by RESET, when the queue has been emptied.
    void on_reset(std::function<void()> callback) { on_reset_ = std::move(callback); }
    /// Before the simulation; the listener outlives the queue's use.
    void observe(QueueListener& listener) { listeners_.push_back(&listener); }

private:
    struct Fetched {
        DescriptorBytes bytes;
        std::uint64_t address;
        bool last_of_entry; ///< completing it advances HEAD
        QueueFault fault;
    };
    static constexpr std::size_t kPrefetchDepth = 2;

    void fetch_thread();
    void fetch_one();
    void execute_thread();
    void execute_one(const Fetched& current);
    std::optional<QueueFault> run(const Fetched& current, const stavp_command_header& header);
    void complete(const Fetched& current, const stavp_command_header& header);
    void abort();
    void reset();
    void restart_at_head();
    void wait_for_counters(const stavp_command_header& header);
    void fail(const Fetched& fetched, QueueFault fault);
    void write_ctrl(std::uint64_t value);
    void raise(std::uint32_t bit);
    bool enabled() const;
    void tell_depth() const;

    RegisterBank& bank_;
    Registers reg_;
    BusMaster& master_;
    SyncFabric& sync_;
    StallAccount& account_;
    Execute execute_;
    std::function<void()> irq_changed_;
    std::function<void()> on_abort_;
    std::function<void()> on_reset_;

    std::deque<Fetched> fetched_;
    std::uint32_t fetch_count_ = 0; ///< ring entries whose fetch has finished
    std::uint64_t chain_next_ = 0;
    std::uint32_t epoch_ = 0; ///< grows when prefetched descriptors are dropped, the one in work with them by an abort
    bool fetching_ = false;
    bool executing_ = false;
    std::uint32_t current_tag_ = 0;
    unsigned participant_ = 0; ///< in the ledger of waits
    std::vector<QueueListener*> listeners_;
    sc_core::sc_event work_;
    sc_core::sc_event fetched_event_;
    sc_core::sc_event space_;
    sc_core::sc_event aborted_;
};

/// Fills CommandQueue::Registers from a generated namespace, e.g. STAVP_QUEUE_REGISTERS(regs::sta).
#define STAVP_QUEUE_REGISTERS(ns)                                                                                      \
    ::stavp::CommandQueue::Registers {                                                                                 \
        ns::QUEUE_CTRL, ns::QUEUE_STATUS, ns::QUEUE_BASE, ns::QUEUE_LOG2, ns::QUEUE_HEAD, ns::QUEUE_TAIL,              \
            ns::QUEUE_IRQ_ENABLE, ns::QUEUE_IRQ_STATUS, ns::QUEUE_ERROR_CODE, ns::QUEUE_ERROR_ADDR,                    \
            ns::QUEUE_ERROR_TAG                                                                                        \
    }

} // namespace stavp
