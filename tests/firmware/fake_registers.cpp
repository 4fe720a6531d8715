#include "tests/firmware/fake_registers.h"

extern "C" {
#include "firmware/drivers/queue.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/plic.h"
}
#include "fw/dma_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/sync_regs.h"
#include "fw/sysctl_regs.h"
#include "fw/vector_regs.h"

#include <algorithm>

namespace stavp::test {

namespace {

constexpr std::uint64_t kMtimecmp = CLINT_BASE + 0x4000;
constexpr std::uint64_t kMtime = CLINT_BASE + 0xbff8;
constexpr std::uint64_t kClaim = PLIC_BASE + 0x200004;
constexpr unsigned kAlarms = 4;
constexpr std::uint32_t kArmed = 0x8000'0000;

} // namespace

FakeRegisters::FakeRegisters() {
    values[SYSCTL_BASE + SYSCTL_ID_OFFSET] = 0x56415453;
    values[SYSCTL_BASE + SYSCTL_VERSION_OFFSET] = 1;
    for (unsigned i = 0; i < 4; ++i) {
        values[SYSCTL_BASE + SYSCTL_BUFFER_BASE_OFFSET + i * SYSCTL_BUFFER_BASE_STRIDE] = 0x5000'0000 + i * 0x100'0000;
        values[SYSCTL_BASE + SYSCTL_BUFFER_BYTES_OFFSET + i * SYSCTL_BUFFER_BYTES_STRIDE] = 0x1'0000;
    }
    values[SYSCTL_BASE + SYSCTL_DDR_BASE_OFFSET] = DDR_BASE;
    values[SYSCTL_BASE + SYSCTL_DDR_BYTES_OFFSET] = 0x10'0000;
    values[STA_BASE + STA_MAX_K_OFFSET] = 64;
    values[DMA_BASE + DMA_CHANNELS_OFFSET] = 2;
}

std::uint64_t FakeRegisters::registers_of(unsigned queue) const {
    if (queue == QUEUE_STA) return STA_BASE + STA_QUEUE_CTRL_OFFSET;
    if (queue == QUEUE_SOFTMAX) return SOFTMAX_BASE + SOFTMAX_QUEUE_CTRL_OFFSET;
    if (queue == QUEUE_VECTOR) return VECTOR_BASE + VECTOR_QUEUE_CTRL_OFFSET;
    return DMA_BASE + DMA_QUEUE_CTRL_OFFSET + queue * DMA_QUEUE_CTRL_STRIDE;
}

std::uint64_t FakeRegisters::read(std::uint64_t address) {
    ++time;
    happen();
    if (address == kMtime) return time;
    if (address == kMtimecmp) return compare;
    if (address == kClaim) return sources_.empty() ? 0 : *sources_.begin();
    const auto found = values.find(address);
    return found == values.end() ? 0 : found->second;
}

void FakeRegisters::write(std::uint64_t address, std::uint64_t value) {
    ++time;
    happen();
    writes.push_back({address, value});
    if (address == kMtimecmp) {
        compare = value;
        return;
    }
    if (address == kClaim) {
        sources_.erase(static_cast<std::uint32_t>(value));
        return;
    }
    values[address] = value;
    for (unsigned queue = 0; queue < QUEUE_COUNT; ++queue) {
        const auto base = registers_of(queue);
        if (address == base + STA_QUEUE_TAIL_OFFSET) rung(queue, static_cast<std::uint32_t>(value));
        if (address == base && (value & STA_QUEUE_CTRL_ABORT_MASK) != 0 && !deaf)
            values[base + STA_QUEUE_STATUS_OFFSET] = 0;
        if (address == base + STA_QUEUE_IRQ_STATUS_OFFSET) values[address] = 0;
    }
    if (address == SYNC_BASE + SYNC_ALARM_STATUS_OFFSET) values[address] = 0;
    happen();
}

bool FakeRegisters::probe(std::uint64_t address, std::uint32_t& value) {
    if (absent.contains(address)) return false;
    value = static_cast<std::uint32_t>(read(address));
    return true;
}

void FakeRegisters::rung(unsigned queue, std::uint32_t tail) {
    if (!latency_ticks) {
        values[registers_of(queue) + STA_QUEUE_STATUS_OFFSET] = STA_QUEUE_STATUS_BUSY_MASK;
        return;
    }
    events_.insert({time + *latency_ticks, {queue, tail, error_code}});
    error_code = 0;
}

std::uint32_t FakeRegisters::counter(unsigned queue) {
    return static_cast<std::uint32_t>(values[SYNC_BASE + SYNC_COUNTER_OFFSET + queue * SYNC_COUNTER_STRIDE]);
}

void FakeRegisters::set_counter(unsigned queue, std::uint32_t value) {
    values[SYNC_BASE + SYNC_COUNTER_OFFSET + queue * SYNC_COUNTER_STRIDE] = value & 0xfffff;
}

const void* FakeRegisters::descriptor(unsigned queue, unsigned number) {
    const auto base = registers_of(queue);
    return reinterpret_cast<const void*>(values[base + STA_QUEUE_BASE_OFFSET] + 128ull * number);
}

/// What was due by now; then the alarms that this lets ring.
void FakeRegisters::happen() {
    while (!events_.empty() && events_.begin()->first <= time) {
        const auto event = events_.begin()->second;
        events_.erase(events_.begin());
        if (event.error_code == 0) {
            set_counter(event.queue, event.tail);
            continue;
        }
        const auto base = registers_of(event.queue);
        values[base + STA_QUEUE_IRQ_STATUS_OFFSET] = STA_QUEUE_IRQ_STATUS_ERROR_MASK;
        values[base + STA_QUEUE_ERROR_CODE_OFFSET] = event.error_code;
        values[base + STA_QUEUE_ERROR_ADDR_OFFSET] = 0x1234;
        sources_.insert(event.queue < DMA_CHANNELS_MAX ? IRQ_DMA : IRQ_STA + event.queue - QUEUE_STA);
    }
    for (unsigned alarm = 0; alarm < kAlarms; ++alarm) {
        auto& word = values[SYNC_BASE + SYNC_ALARM_OFFSET + alarm * SYNC_ALARM_STRIDE];
        if ((word & kArmed) == 0 || ((counter(word >> 20 & 63) - word) & 0xfffff) >= 0x80000) continue;
        word &= ~std::uint64_t{kArmed};
        values[SYNC_BASE + SYNC_ALARM_STATUS_OFFSET] |= 1u << alarm;
        sources_.insert(IRQ_SYNC);
    }
}

void FakeRegisters::wait_for_interrupt() {
    ++sleeps;
    while (!external_pending() && !timer_pending()) {
        auto next = ~std::uint64_t{0};
        if (!events_.empty()) next = events_.begin()->first;
        if (timer_enabled) next = std::min(next, compare);
        if (next == ~std::uint64_t{0}) throw Stuck("nothing can wake the firmware");
        time = std::max(time, next);
        happen();
    }
}

void FakeRegisters::set_interrupts_enabled(bool enabled) {
    interrupts_enabled = enabled;
    if (!enabled) return;
    if (external_pending()) plic_dispatch();
    if (timer_pending()) {
        ++timer_interrupts;
        timer_interrupt_at = time;
        clint_timer_interrupt();
    }
}

} // namespace stavp::test
