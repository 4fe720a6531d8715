#pragma once

#include "models/core/bus_master.h"
#include "models/core/clock.h"
#include "models/core/register_bank.h"
#include "models/core/request_port.h"
#include "models/core/sync_fabric.h"
#include "models/dma/dma_channel.h"
#include "models/dma/dma_config.h"

#include <cstdint>
#include <memory>
#include <systemc>
#include <utility>
#include <vector>

namespace stavp {

/// The DMA controller: `channels` independent queues of copy commands that share one bus port.
///
/// Timing rule, `at`: see PipelinedCopy and BurstCursor; lt: see RowCopy. A command costs no cycles of its own beyond
/// its bus transactions and the queue's dispatch.
/// Source and destination may overlap; which bytes are read before they are written is then undefined.
class Dma : public sc_core::sc_module {
public:
    /// Throws std::invalid_argument with the text of find_error(config).
    Dma(sc_core::sc_module_name name, const DmaConfig& config, Clock bus_clock, SyncFabric& sync,
        sc_core::sc_time register_latency);

    RegisterBank bank;
    BusMaster master;
    sc_core::sc_out<bool> irq;

    unsigned burst_bytes() const { return burst_bytes_; }
    unsigned channels() const { return static_cast<unsigned>(channels_.size()); }
    const StallAccount& account(unsigned channel) const { return channels_.at(channel)->account(); }
    StallAccount& account(unsigned channel) { return channels_.at(channel)->account(); }
    const CommandQueue& queue(unsigned channel) const { return channels_.at(channel)->queue(); }
    CommandQueue& queue(unsigned channel) { return channels_.at(channel)->queue(); }
    /// For fault injection.
    void spoil(unsigned channel, CommandSpoiler spoiler) { channels_.at(channel)->spoil(std::move(spoiler)); }
    std::uint64_t bytes_moved(unsigned channel) const { return channels_.at(channel)->bytes_moved(); }

private:
    void drive_irq();

    unsigned burst_bytes_;
    sc_core::sc_event irq_changed_;
    std::vector<std::unique_ptr<DmaChannel>> channels_;
    RequestPort port_; ///< behind channels_, whose requests may hang on its payloads to the end
};

} // namespace stavp
