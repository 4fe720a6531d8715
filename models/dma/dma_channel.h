#pragma once

#include "models/core/command_queue.h"
#include "models/core/command_spoiler.h"
#include "models/dma/dma_config.h"
#include "models/dma/pipelined_copy.h"
#include "models/dma/row_copy.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <systemc>
#include <utility>

namespace stavp {

/// One channel: a command queue whose commands are copies.
class DmaChannel : public sc_core::sc_module {
public:
    DmaChannel(sc_core::sc_module_name name, const DmaConfig& config, Clock clock, RegisterBank& bank,
               std::size_t index, BusMaster& master, RequestPort& port, SyncFabric& sync,
               std::function<void()> irq_changed);

    const CommandQueue& queue() const { return queue_; }
    CommandQueue& queue() { return queue_; }
    /// For fault injection.
    void spoil(CommandSpoiler spoiler) { spoiler_ = std::move(spoiler); }
    const StallAccount& account() const { return account_; }
    StallAccount& account() { return account_; }
    std::uint64_t bytes_moved() const { return pipelined_.bytes_moved() + by_row_.bytes_moved(); }

private:
    std::optional<QueueFault> execute(const DescriptorBytes& bytes);
    std::optional<QueueFault> copy(const CopyJob& job);
    std::optional<QueueFault> copy_first(const CopyJob& job, std::uint64_t bytes);

    Fidelity fidelity_;
    StallAccount account_;
    PipelinedCopy pipelined_;
    RowCopy by_row_;
    CommandSpoiler spoiler_;
    CommandQueue queue_;
    std::uint64_t bytes_at_reset_ = 0;
};

} // namespace stavp
