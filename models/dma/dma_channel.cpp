#include "models/dma/dma_channel.h"

#include "regs/dma_regs.hpp"

#include <cstring>
#include <utility>

namespace stavp {

namespace {

CommandQueue::Registers registers_of(std::size_t index) {
    auto registers = STAVP_QUEUE_REGISTERS(regs::dma);
    registers.index = index;
    return registers;
}

} // namespace

DmaChannel::DmaChannel(sc_core::sc_module_name name, const DmaConfig& config, Clock clock, RegisterBank& bank,
                       std::size_t index, BusMaster& master, RequestPort& port, SyncFabric& sync,
                       std::function<void()> irq_changed)
    : sc_module(name), fidelity_(config.fidelity), account_(clock),
      pipelined_(port, account_, static_cast<unsigned>(index), config.burst_bytes, config.outstanding),
      by_row_(master, config.burst_bytes, config.outstanding),
      queue_(
          "queue", bank, registers_of(index), master, sync, account_,
          [this](const DescriptorBytes& bytes) { return execute(bytes); }, std::move(irq_changed)) {
    queue_.on_abort([this] {
        pipelined_.abort();
        by_row_.abort();
    });
    queue_.on_reset([this] { bytes_at_reset_ = bytes_moved(); });
    bank.on_read_element(regs::dma::CHANNEL_BYTES, index,
                         [this](std::size_t) { return bytes_moved() - bytes_at_reset_; });
}

std::optional<QueueFault> DmaChannel::execute(const DescriptorBytes& bytes) {
    stavp_dma_descriptor descriptor;
    std::memcpy(&descriptor, bytes.data(), sizeof descriptor);
    if (descriptor.header.opcode != STAVP_OP_DMA_COPY) return QueueFault{QueueError::unknown_opcode, {}};
    if (descriptor.row_bytes == 0 || descriptor.rows == 0) return QueueFault{QueueError::bad_field, {}};
    const CopyJob job{descriptor.source, descriptor.destination,   descriptor.row_bytes,
                      descriptor.rows,   descriptor.source_stride, descriptor.destination_stride};
    const auto injected = spoiler_ ? spoiler_() : CommandFault{};
    auto fault = injected.stops_after_bytes ? copy_first(job, *injected.stops_after_bytes) : copy(job);
    if (!fault && injected.hangs) queue_.hang();
    return fault;
}

std::optional<QueueFault> DmaChannel::copy(const CopyJob& job) {
    return fidelity_ == Fidelity::at ? pipelined_.run(job.joined()) : by_row_.run(job.joined());
}

std::optional<QueueFault> DmaChannel::copy_first(const CopyJob& job, std::uint64_t bytes) {
    auto whole = job;
    whole.rows = bytes / job.row_bytes;
    if (whole.rows >= job.rows) return copy(job);
    if (whole.rows > 0)
        if (auto fault = copy(whole)) return fault;
    auto part = job;
    part.row_bytes = bytes % job.row_bytes;
    part.rows = 1;
    part.source += whole.rows * job.source_stride;
    part.destination += whole.rows * job.destination_stride;
    return part.row_bytes > 0 ? copy(part) : std::nullopt;
}

} // namespace stavp
