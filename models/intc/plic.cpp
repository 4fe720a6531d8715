#include "models/intc/plic.h"

#include "regs/plic_regs.hpp"

#include <utility>

namespace stavp {

namespace reg = regs::plic;

Plic::Plic(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), bank("bank", reg::kTable, reg::kSizeBytes, latency), sources("sources", kSources),
      external_irq("external_irq"), irq_output_("irq_output", external_irq) {
    static_assert(reg::kTable[reg::PRIORITY].count == kSources && reg::kTable[reg::CLAIM].count == kContexts);
    SC_HAS_PROCESS(Plic);
    SC_METHOD(sample);
    for (auto& source : sources)
        sensitive << source;
    bank.on_write(reg::PRIORITY, [this](std::size_t source, std::uint64_t) {
        if (source == 0) bank.set(reg::PRIORITY, 0, 0);
        update();
    });
    for (const auto changes_irq : {reg::ENABLE, reg::ENABLE_HIGH, reg::THRESHOLD})
        bank.on_write(changes_irq, [this](std::size_t, std::uint64_t) { update(); });
    bank.on_read(reg::PENDING, [this](std::size_t word) { return pending_ >> (32 * word) & 0xffff'ffff; });
    constexpr bool kReadHasSideEffects = false;
    bank.on_read(
        reg::CLAIM, [this](std::size_t context) { return claim(context); }, kReadHasSideEffects);
    bank.on_write(reg::CLAIM, [this](std::size_t context, std::uint64_t source) {
        bank.set(reg::CLAIM, 0, context);
        complete(context, source);
    });
}

void Plic::sample() {
    for (std::size_t source = 1; source < kSources; ++source) {
        const auto bit = 1ull << source;
        const bool level = sources[source].size() > 0 && sources[source]->read();
        const bool asserted = drops_ ? seen(static_cast<unsigned>(source), level) : level;
        if (asserted && (in_service_ & bit) == 0) pending_ |= bit;
    }
    update();
}

bool Plic::seen(unsigned source, bool level) {
    const auto bit = 1ull << source;
    const bool was = (levels_ & bit) != 0;
    levels_ = level ? levels_ | bit : levels_ & ~bit;
    if (!level) dropped_ &= ~bit;
    if (level && !was && drops_(source)) dropped_ |= bit;
    return level && (dropped_ & bit) == 0;
}

void Plic::filter_edges(std::function<bool(unsigned source)> drops) {
    drops_ = std::move(drops);
    levels_ = 0;
    if (!sc_core::sc_is_running()) return;
    for (std::size_t source = 1; source < kSources; ++source)
        if (sources[source].size() > 0 && sources[source]->read()) levels_ |= 1ull << source;
}

void Plic::pend(unsigned source) {
    pending_ |= 1ull << source;
    update();
}

void Plic::update() {
    constexpr std::size_t kMachine = 0;
    const auto source = best_pending(kMachine);
    irq_output_.set(source != 0 && bank.get(reg::PRIORITY, source) > bank.get(reg::THRESHOLD, kMachine));
}

std::uint64_t Plic::enabled(std::size_t context) const {
    return bank.get(reg::ENABLE_HIGH, context) << 32 | bank.get(reg::ENABLE, context);
}

unsigned Plic::best_pending(std::size_t context) const {
    const auto candidates = pending_ & enabled(context);
    unsigned best = 0; // its priority reads 0: only a source with a higher one displaces it
    for (unsigned source = 1; source < kSources; ++source)
        if ((candidates >> source & 1) != 0 && bank.get(reg::PRIORITY, source) > bank.get(reg::PRIORITY, best))
            best = source;
    return best;
}

std::uint64_t Plic::claim(std::size_t context) {
    const auto source = best_pending(context);
    if (source != 0) {
        pending_ &= ~(1ull << source);
        in_service_ |= 1ull << source;
        update();
    }
    return source;
}

void Plic::complete(std::size_t context, std::uint64_t source) {
    if (source == 0 || source >= kSources || (enabled(context) >> source & 1) == 0) return;
    in_service_ &= ~(1ull << source);
    sample();
}

} // namespace stavp
