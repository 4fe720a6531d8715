#include "platform/gemm/simulate.h"

#include "platform/gemm/operands.h"
#include "platform/gemm/schedule.h"
#include "platform/gemm/tiling.h"
#include "platform/run/input_error.h"
#include "platform/soc/memory_map.h"
#include "platform/soc/soc.h"
#include "regs/dma_regs.hpp"
#include "regs/sta_regs.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <vector>

namespace stavp::gemm {

namespace {

/// A queue's registers on the bus, as the host drives them.
class QueueRegisters {
public:
    QueueRegisters(BusMaster& host, std::uint64_t base, std::span<const RegisterSpec> table,
                   CommandQueue::Registers reg)
        : host_(host), base_(base), table_(table), reg_(reg) {}

    void prepare(std::uint64_t ring) {
        write(reg_.base, ring, sizeof(std::uint64_t));
        write(reg_.log2, 1, sizeof(std::uint32_t));
        write(reg_.ctrl, 1, sizeof(std::uint32_t));
    }
    /// One ring entry is ready; the others of the chain hang on it.
    void ring_doorbell() { write(reg_.tail, 1, sizeof(std::uint32_t)); }

private:
    void write(std::size_t reg, std::uint64_t value, unsigned bytes) {
        const auto& spec = table_[reg];
        if (host_.write(base_ + spec.offset + reg_.index * spec.stride, &value, bytes) != tlm::TLM_OK_RESPONSE)
            throw std::logic_error(fmt::format("gemm: register {} does not answer", spec.name));
    }

    BusMaster& host_;
    std::uint64_t base_;
    std::span<const RegisterSpec> table_;
    CommandQueue::Registers reg_;
};

/// Stands in for the host and its firmware.
class Sequencer : public sc_core::sc_module {
public:
    Sequencer(sc_core::sc_module_name name, Soc& soc, std::vector<std::uint64_t> heads)
        : sc_module(name), soc_(soc), heads_(std::move(heads)) {
        SC_HAS_PROCESS(Sequencer);
        SC_THREAD(thread);
    }

    bool finished() const { return finished_; }
    Result result() const { return result_; }

private:
    void thread() {
        auto queues = prepare();
        const auto start = now();
        const auto before = soc_.sta.account().snapshot();
        for (auto& queue : queues)
            queue.ring_doorbell();
        while (soc_.sync.value(kFinished) == 0)
            wait(soc_.sync.changed(kFinished));
        result_.cycles = now() - start;
        result_.macs = soc_.sta.macs();
        const auto after = soc_.sta.account().snapshot();
        for (std::size_t i = 0; i < kActivityCount; ++i)
            result_.activities[i] = after[i] - before[i];
        finished_ = true;
        sc_core::sc_stop();
    }

    /// The queues that have work, ready for their doorbells; the array's last.
    std::vector<QueueRegisters> prepare() {
        std::vector<QueueRegisters> queues;
        for (std::size_t channel = 0; channel + 1 < heads_.size(); ++channel) {
            if (heads_[channel] == 0) continue;
            auto registers = STAVP_QUEUE_REGISTERS(regs::dma);
            registers.index = channel;
            queues.emplace_back(soc_.cpu.master, memory_map::kDma.base, regs::dma::kTable, registers);
            queues.back().prepare(heads_[channel]);
        }
        queues.emplace_back(soc_.cpu.master, memory_map::kSta.base, regs::sta::kTable,
                            STAVP_QUEUE_REGISTERS(regs::sta));
        queues.back().prepare(heads_.back());
        return queues;
    }

    std::uint64_t now() const { return soc_.accelerator_clock.cycles_at(sc_core::sc_time_stamp()); }

    Soc& soc_;
    std::vector<std::uint64_t> heads_;
    Result result_;
    bool finished_ = false;
};

} // namespace

void check_fits(const config::PlatformConfig& config, const Problem& problem) {
    const auto layout = lay_out(problem, memory_map::kDdr);
    auto bytes = layout.descriptors - memory_map::kDdr;
    if (bytes <= config.ddr.bytes) {
        const auto schedule = make_schedule(config, problem, choose_tiling(config, problem), layout);
        bytes += schedule.descriptors() * STAVP_DESCRIPTOR_BYTES;
    }
    if (bytes > config.ddr.bytes)
        throw InputError(fmt::format("stavp gemm: DDR too small for the product: needs {} bytes, has {} (ddr.bytes)",
                                     bytes, config.ddr.bytes));
}

Result simulate(const config::PlatformConfig& config, const Problem& problem) {
    const auto layout = lay_out(problem, memory_map::kDdr);
    const auto image = link(make_schedule(config, problem, choose_tiling(config, problem), layout), layout.descriptors);
    const auto operands = random_operands(problem);
    Soc soc("soc", config);
    soc.poke(layout.x, operands.x);
    soc.poke(layout.w, operands.w);
    soc.poke(layout.map, operands.map);
    soc.poke(layout.descriptors, image.bytes);
    Sequencer sequencer("sequencer", soc, image.heads);
    sc_core::sc_start();
    if (!sequencer.finished()) throw std::logic_error("gemm: the schedule came to a standstill");
    if (const auto wrong = soc.ddr.contradiction(); !wrong.empty()) throw std::logic_error(wrong);

    auto result = sequencer.result();
    std::vector<std::uint8_t> y(std::uint64_t{problem.m} * problem.n * problem.output_bytes());
    soc.peek(layout.y, y);
    result.mismatch = first_difference(problem, host_product(problem, operands), y);
    return result;
}

} // namespace stavp::gemm
