#pragma once

#include "models/core/command_queue.h"
#include "models/dma/dma_config.h"
#include "models/dma/pipelined_copy.h"
#include "models/dma/row_copy.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <systemc>

namespace stavp {

/// One channel: a command queue whose commands are copies.
class DmaChannel : public sc_core::sc_module {
public:
    DmaChannel(sc_core::sc_module_name name, const DmaConfig& config, Clock clock, RegisterBank& bank,
               std::size_t index, BusMaster& master, RequestPort& port, SyncFabric& sync,
               std::function<void()> irq_changed);

    const CommandQueue& queue() const { return queue_; }
    CommandQueue& queue() { return queue_; }
    const StallAccount& account() const { return account_; }
    StallAccount& account() { return account_; }
    std::uint64_t bytes_moved() const { return pipelined_.bytes_moved() + by_row_.bytes_moved(); }

private:
    std::optional<QueueFault> execute(const DescriptorBytes& bytes);

    Fidelity fidelity_;
    StallAccount account_;
    PipelinedCopy pipelined_;
    RowCopy by_row_;
    CommandQueue queue_;
    std::uint64_t bytes_at_reset_ = 0;
};

} // namespace stavp
