#include "models/ecc/ecc.h"

#include "regs/ecc_regs.hpp"

namespace stavp {

namespace reg = regs::ecc;

namespace {

constexpr std::uint64_t kMaxCount = 0xffff'ffff;

} // namespace

Ecc::Ecc(sc_core::sc_module_name name, const EccMemories& memories, sc_core::sc_time latency)
    : sc_module(name), bank("bank", reg::kTable, reg::kSizeBytes, latency), irq("irq"), irq_output_("irq_output", irq) {
    static_assert(reg::kTable[reg::CORRECTED].count == kEccMemories);
    std::uint64_t caps = 0;
    for (std::size_t memory = 0; memory < kEccMemories; ++memory) {
        logs_[memory].block = this;
        logs_[memory].memory = memory;
        if (memories[memory]) caps |= 1ull << memory;
    }
    bank.set(reg::CAPS, caps);
    bank.on_write(reg::IRQ_ENABLE, [this](std::size_t, std::uint64_t) { drive(); });
    bank.on_write(reg::IRQ_STATUS, [this](std::size_t, std::uint64_t) { drive(); });
}

void Ecc::drive() {
    irq_output_.set((bank.get(reg::IRQ_ENABLE) & bank.get(reg::IRQ_STATUS)) != 0);
}

void Ecc::count(std::size_t reg, std::size_t memory, std::uint64_t address, std::uint64_t status) {
    const auto value = bank.get(reg, memory);
    if (value != kMaxCount) bank.set(reg, value + 1, memory);
    bank.set(reg::ADDRESS, address, memory);
    bank.set(reg::IRQ_STATUS, bank.get(reg::IRQ_STATUS) | status);
    drive();
}

std::uint64_t Ecc::corrected(EccMemory memory) const {
    return bank.get(reg::CORRECTED, ecc_index(memory));
}

std::uint64_t Ecc::uncorrectable(EccMemory memory) const {
    return bank.get(reg::UNCORRECTED, ecc_index(memory));
}

void Ecc::Log::corrected(std::uint64_t address) {
    block->count(reg::CORRECTED, memory, address, reg::IRQ_STATUS_CORRECTED);
}

void Ecc::Log::uncorrectable(std::uint64_t address) {
    block->count(reg::UNCORRECTED, memory, address, reg::IRQ_STATUS_UNCORRECTED);
}

} // namespace stavp
