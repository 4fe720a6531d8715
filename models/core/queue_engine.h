#pragma once

#include "models/core/buffer_traffic.h"
#include "models/core/bus_master.h"
#include "models/core/command_queue.h"
#include "models/core/command_spoiler.h"
#include "models/core/on_chip_operands.h"
#include "models/core/register_bank.h"
#include "models/core/stall_account.h"
#include "models/core/sync_fabric.h"

#include <cstdint>
#include <optional>
#include <span>
#include <systemc>
#include <utility>

namespace stavp {

/// What the engines with one command queue and operands on chip have in common: registers, a bus port, an interrupt
/// line, the queue and its account. A derived engine executes descriptors.
class QueueEngine : public sc_core::sc_module {
public:
    RegisterBank bank;
    BusMaster master;
    sc_core::sc_out<bool> irq;

    const StallAccount& account() const { return account_; }
    StallAccount& account() { return account_; }
    /// For traces: whether a command is in work, and its tag.
    const CommandQueue& queue() const { return queue_; }
    CommandQueue& queue() { return queue_; }
    const BufferTraffic& buffer_traffic() const { return traffic_; }
    /// See OnChipOperands::on_use.
    void on_buffer_use(OnChipOperands::Use callback) { operands_.on_use(std::move(callback)); }
    /// For fault injection.
    void spoil(CommandSpoiler spoiler) { spoiler_ = std::move(spoiler); }
    void observe_operands(OperandListener& listener) { operands_.observe(listener); }

protected:
    struct RegisterMap {
        std::span<const RegisterSpec> table;
        std::uint64_t size_bytes;
        CommandQueue::Registers queue;
        std::size_t busy_cycles;
    };
    QueueEngine(sc_core::sc_module_name name, const RegisterMap& registers, Clock clock, SyncFabric& sync,
                sc_core::sc_time register_latency);

    virtual std::optional<QueueFault> execute(const DescriptorBytes& bytes) = 0;
    /// Lets `cycles` pass, counted as `activity`. Throws CommandAborted; see CommandQueue::spend.
    void spend(Activity activity, std::uint64_t cycles);

    OnChipOperands operands_;
    BufferTraffic traffic_;

private:
    void drive_irq();

    StallAccount account_;
    CommandSpoiler spoiler_;
    CommandQueue queue_;
    sc_core::sc_event irq_changed_;
};

} // namespace stavp
