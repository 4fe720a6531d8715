#include "models/dma/dma.h"

#include "regs/dma_regs.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

namespace stavp {

namespace {

constexpr unsigned kMaxChannels = 8; ///< elements of the queue registers in dma.regs.yaml
constexpr unsigned kMinBurstBytes = 4;
constexpr unsigned kMaxBurstBytes = 65536;
constexpr unsigned kMaxOutstanding = 256;

} // namespace

std::optional<std::string> find_error(const DmaConfig& config) {
    if (config.channels < 1 || config.channels > kMaxChannels) return "channels must be 1 to 8";
    if (!std::has_single_bit(config.burst_bytes) || config.burst_bytes < kMinBurstBytes ||
        config.burst_bytes > kMaxBurstBytes)
        return "burst_bytes must be a power of two from 4 to 65536";
    if (config.outstanding < 1 || config.outstanding > kMaxOutstanding) return "outstanding must be 1 to 256";
    return std::nullopt;
}

Dma::Dma(sc_core::sc_module_name name, const DmaConfig& config, Clock bus_clock, SyncFabric& sync,
         sc_core::sc_time register_latency)
    : sc_module(name), bank("bank", regs::dma::kTable, regs::dma::kSizeBytes, register_latency), master("master"),
      irq("irq"), burst_bytes_(config.burst_bytes), port_(master) {
    if (const auto error = find_error(config)) throw std::invalid_argument(*error);
    bank.set(regs::dma::CHANNELS, config.channels);
    bank.set(regs::dma::BURST_BYTES, config.burst_bytes);
    bank.set(regs::dma::OUTSTANDING, config.outstanding);
    for (std::size_t index = 0; index < config.channels; ++index)
        channels_.push_back(std::make_unique<DmaChannel>(("channel" + std::to_string(index)).c_str(), config, bus_clock,
                                                         bank, index, master, port_, sync,
                                                         [this] { irq_changed_.notify(sc_core::SC_ZERO_TIME); }));
    SC_HAS_PROCESS(Dma);
    SC_METHOD(drive_irq);
    sensitive << irq_changed_;
}

void Dma::drive_irq() {
    irq.write(
        std::any_of(channels_.begin(), channels_.end(), [](const auto& channel) { return channel->queue().irq(); }));
}

} // namespace stavp
