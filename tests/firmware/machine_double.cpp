#include "tests/firmware/machine_double.h"

#include "tests/firmware/engine_arithmetic.h"

extern "C" {
#include "firmware/drivers/queue.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/plic.h"
}
#include "fw/dma_regs.h"
#include "fw/ecc_regs.h"
#include "fw/sta_regs.h"
#include "fw/sync_regs.h"
#include "fw/sysctl_regs.h"
#include "fw/watchdog_regs.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <numeric>

namespace stavp::test {

namespace {

constexpr std::uint64_t kBufferBase = 0x50000000;
constexpr std::uint64_t kBufferWindow = 0x01000000;
constexpr std::uint32_t kUsed = 0x80000000;
constexpr std::uint32_t kPrefetch = 2;

unsigned counter_of(std::uint32_t word) {
    return word >> 20 & 63;
}

struct OperandFault {
    std::uint32_t address;
};

struct BusError {
    std::uint64_t address;
};

constexpr std::uint64_t kTicksPerStep = 10;

} // namespace

MachineDouble::MachineDouble(const MachineShape& shape, unsigned seed)
    : shape_(shape), random_(seed), eagerness_(seed % 4) {
    for (unsigned i = 0; i < 4; ++i)
        memory.add(kBufferBase + i * kBufferWindow, shape.buffer_bytes[i]);
    std::iota(priority_.begin(), priority_.end(), 0u);
}

bool MachineDouble::probe(std::uint64_t address, std::uint32_t& value) {
    if (address != WATCHDOG_BASE + WATCHDOG_ID_OFFSET || !has_watchdog) return false;
    value = 0x474f4457;
    return true;
}

// --- execution ---------------------------------------------------------------------------------------------------

bool MachineDouble::reached(std::uint32_t word) const {
    return ((counters_[counter_of(word)].value - word) & 0xfffff) < 0x80000;
}

/// What a wait for `word` tells the waiter: the history up to that value; nothing if it is too old to be kept.
VectorClock MachineDouble::knowledge(std::uint32_t word) const {
    const auto& counter = counters_[counter_of(word)];
    const auto behind = (counter.value - word) & 0xfffff;
    if (behind >= std::min(counter.increments, Counter::kHistory)) return {};
    return counter.history[(word & 0xfffff) % Counter::kHistory];
}

bool MachineDouble::can_run(const Queue& queue) const {
    if (!queue.enabled || queue.hung || queue.ready.empty()) return false;
    const auto& next = queue.ready.front();
    for (unsigned i = 0; i < STAVP_WAITS; ++i) {
        const auto word = next.command.header.wait[i];
        if ((word & kUsed) != 0 && !next.ignored[i] && !reached(word)) return false;
    }
    return true;
}

void MachineDouble::fetch(Queue& queue) {
    while (queue.enabled && queue.fetched != queue.tail && queue.ready.size() < kPrefetch) {
        while (queue.doorbells.front().first == queue.fetched)
            queue.doorbells.pop_front();
        Fetched next{};
        const auto entry = queue.fetched & ((1u << queue.log2) - 1);
        std::memcpy(&next.command, reinterpret_cast<const void*>(queue.base + 128ull * entry), 128);
        next.doorbell = queue.doorbells.front().second;
        for (unsigned i = 0; i < STAVP_WAITS; ++i) {
            const auto word = next.command.header.wait[i];
            if ((word & kUsed) == 0) continue;
            next.ignored[i] = ignore_wait && ignore_wait(waits, word);
            ++waits;
        }
        queue.ready.push_back(next);
        ++queue.fetched;
    }
}

std::uint64_t MachineDouble::outstanding() const {
    std::uint64_t sum = 0;
    for (const auto& queue : queues_)
        sum += queue.tail - queue.head;
    return sum;
}

bool MachineDouble::step() {
    if (random_() % 16 == 0) std::shuffle(priority_.begin(), priority_.end(), random_);
    for (const auto id : priority_) {
        if (!can_run(queues_[id])) continue;
        time_ += kTicksPerStep;
        execute(id);
        return true;
    }
    return false;
}

void MachineDouble::execute(unsigned id) {
    auto& queue = queues_[id];
    const auto current = queue.ready.front();
    const auto destiny = fate ? fate(id, queue.begun) : Fate::good;
    ++queue.begun;
    queue.hung = destiny == Fate::hangs;
    if (queue.hung) return;
    queue.ready.pop_front();
    join(queue.clock, current.doorbell);
    for (unsigned i = 0; i < STAVP_WAITS; ++i) {
        const auto word = current.command.header.wait[i];
        if ((word & kUsed) == 0 || current.ignored[i]) continue;
        join(queue.clock, knowledge(word));
    }
    ++queue.clock[id];
    const auto& header = current.command.header;
    const auto operand = [&](std::uint32_t address, std::uint32_t rows, std::uint32_t row_bytes, std::uint32_t stride,
                             bool write) {
        if (rows > 1 && stride < row_bytes) throw std::invalid_argument("stride");
        const auto extent = std::uint64_t{rows - 1} * stride + row_bytes;
        if (!memory.contains(address, extent)) throw OperandFault{address};
        for (std::uint32_t row = 0; row < rows; ++row) {
            const auto first = address + std::uint64_t{row} * stride;
            check_poison(first, row_bytes, write);
            if (write)
                memory.write(first, row_bytes, id, queue.clock);
            else
                memory.read(first, row_bytes, id, queue.clock);
        }
        return memory.plain(address, extent);
    };
    const Operands operands{
        [&](auto a, auto r, auto b, auto s) { return static_cast<const std::uint8_t*>(operand(a, r, b, s, false)); },
        [&](auto a, auto r, auto b, auto s) { return operand(a, r, b, s, true); }};
    try {
        const bool opcode_fits =
            header.opcode == STAVP_OP_NOP || (id < QUEUE_STA && header.opcode == STAVP_OP_DMA_COPY) ||
            (id == QUEUE_STA && header.opcode == STAVP_OP_STA_MATMUL) ||
            (id == QUEUE_SOFTMAX && header.opcode == STAVP_OP_SOFTMAX_ROWS) ||
            (id == QUEUE_VECTOR && header.opcode >= STAVP_OP_VECTOR_ADD && header.opcode <= STAVP_OP_VECTOR_MEANPOOL);
        if (!opcode_fits) return fail(id, 3, 0, header.tag);
        if (destiny == Fate::fails) throw BusError{current.command.dma.source};
        auto dma = current.command.dma;
        if (destiny == Fate::stops_short) (dma.rows > 1 ? dma.rows : dma.row_bytes) /= 2;
        if (header.opcode == STAVP_OP_DMA_COPY) copy(id, dma);
        if (header.opcode == STAVP_OP_STA_MATMUL) run_matmul(current.command.sta, operands);
        if (header.opcode == STAVP_OP_SOFTMAX_ROWS) run_softmax(current.command.softmax, operands);
        if (id == QUEUE_VECTOR && header.opcode != STAVP_OP_NOP) run_vector(current.command.vector, operands);
    } catch (const OperandFault& fault) {
        return fail(id, 6, fault.address, header.tag);
    } catch (const BusError& error) {
        return fail(id, 5, error.address, header.tag);
    } catch (const std::out_of_range&) {
        return fail(id, 5, current.command.dma.source, header.tag);
    } catch (const std::invalid_argument&) {
        return fail(id, 4, 0, header.tag);
    }
    ++queue.head;
    ++commands;
    ++layer_commands_;
    ++executed[id];
    if ((header.signal & kUsed) != 0) increment(header.signal & 63, queue.clock);
    fetch(queue);
}

void MachineDouble::copy(unsigned id, const stavp_dma_descriptor& dma) {
    if (dma.rows == 0 || dma.row_bytes == 0) throw std::invalid_argument("zero size");
    if (dma.source >= ddr_base && dma.source < ddr_base + ddr_bytes)
        bytes_from_ddr += std::uint64_t{dma.rows} * dma.row_bytes;
    for (std::uint32_t row = 0; row < dma.rows; ++row) {
        const auto from = dma.source + row * dma.source_stride;
        const auto to = dma.destination + row * dma.destination_stride;
        check_poison(from, dma.row_bytes, false);
        check_poison(to, dma.row_bytes, true);
        queues_[id].bytes += dma.row_bytes;
        memory.read(from, dma.row_bytes, id, queues_[id].clock);
        memory.write(to, dma.row_bytes, id, queues_[id].clock);
        std::memmove(memory.plain(to, dma.row_bytes), memory.plain(from, dma.row_bytes), dma.row_bytes);
    }
}

/// A write of part of a word has to read the rest of it.
void MachineDouble::check_poison(std::uint64_t address, std::uint64_t bytes, bool write) {
    for (auto word = poison_.lower_bound(address / 8 * 8); word != poison_.end() && *word < address + bytes;) {
        if (write && *word >= address && *word + 8 <= address + bytes) {
            word = poison_.erase(word);
            continue;
        }
        const auto which = *word >= kBufferBase && *word < kBufferBase + 4 * kBufferWindow
                               ? 1 + (*word - kBufferBase) / kBufferWindow
                               : 0;
        lose(static_cast<unsigned>(which), *word);
        throw BusError{*word};
    }
}

void MachineDouble::correct(unsigned which, std::uint64_t address) {
    ++corrected_[which];
    ecc_address_[which] = address;
    ecc_status_ |= ECC_IRQ_STATUS_CORRECTED_MASK;
}

void MachineDouble::lose(unsigned which, std::uint64_t address) {
    ++uncorrected_[which];
    ecc_address_[which] = address;
    ecc_status_ |= ECC_IRQ_STATUS_UNCORRECTED_MASK;
}

void MachineDouble::abort(Queue& queue) {
    join(host_, queue.clock);
    queue.enabled = queue.hung = false;
    queue.ready.clear();
    queue.doorbells.clear();
}

void MachineDouble::fail(unsigned id, std::uint32_t code, std::uint64_t address, std::uint32_t tag) {
    auto& queue = queues_[id];
    queue.enabled = false;
    queue.error_code = code;
    queue.error_addr = address;
    queue.error_tag = tag;
    queue.irq_status |= STA_QUEUE_IRQ_STATUS_ERROR_MASK;
    queue.ready.clear();
}

void MachineDouble::increment(unsigned id, const VectorClock& clock) {
    auto& counter = counters_[id];
    auto known = clock;
    counter.history.resize(Counter::kHistory);
    if (counter.increments++ > 0) join(known, counter.history[counter.value % Counter::kHistory]);
    counter.value = (counter.value + 1) & 0xfffff;
    counter.history[counter.value % Counter::kHistory] = known;
    check_alarms();
}

void MachineDouble::check_alarms() {
    for (unsigned i = 0; i < alarms_.size(); ++i) {
        if ((alarms_[i] & kUsed) == 0 || !reached(alarms_[i])) continue;
        alarms_[i] &= ~kUsed;
        if (alarm_status_ == 0) {
            alarm_lost_ = loses_alarm && loses_alarm(rings_++);
            alarm_heard_at_ = time_ + alarm_late_ticks;
        }
        alarm_status_ |= 1u << i;
    }
}

// --- the host's side ---------------------------------------------------------------------------------------------

void MachineDouble::progress() {
    const auto steps = eagerness_ == 0 ? 0 : random_() % eagerness_;
    for (unsigned i = 0; i < steps; ++i)
        step();
    deliver();
}

bool MachineDouble::line(std::uint32_t source) const {
    const auto pending = [](const Queue& queue) { return (queue.irq_status & queue.irq_enable) != 0; };
    if (spurious_.contains(source)) return true;
    switch (source) {
    case IRQ_SYNC:
        return alarm_status_ != 0 && !alarm_lost_ && time_ >= alarm_heard_at_;
    case IRQ_ECC:
        return (ecc_status_ & ecc_enable_) != 0;
    case IRQ_DMA:
        return std::any_of(queues_.begin(), queues_.begin() + QUEUE_STA, pending);
    case IRQ_STA:
    case IRQ_SOFTMAX:
    case IRQ_VECTOR:
        return pending(queues_[QUEUE_STA + source - IRQ_STA]);
    default:
        return false;
    }
}

bool MachineDouble::interrupt_pending() const {
    for (std::uint32_t source = IRQ_DMA; source <= IRQ_ECC; ++source)
        if ((plic_enable_[source / 32] >> source % 32 & 1) != 0 && line(source) && !claimed_.contains(source))
            return true;
    return false;
}

void MachineDouble::deliver() {
    if (!interrupts_enabled_ || in_handler_ || (!interrupt_pending() && !timer_pending())) return;
    ++interrupts;
    in_handler_ = true;
    if (interrupt_pending()) plic_dispatch();
    if (timer_pending()) clint_timer_interrupt();
    in_handler_ = false;
}

void MachineDouble::set_interrupts_enabled(bool enabled) {
    interrupts_enabled_ = enabled;
    deliver();
}

void MachineDouble::wait_for_interrupt() {
    ++sleeps;
    while (!interrupt_pending() && !timer_pending()) {
        if (step()) continue;
        if (alarm_status_ != 0 && !alarm_lost_ && alarm_heard_at_ < timer_at_) {
            time_ = alarm_heard_at_;
            continue;
        }
        if (!timer_enabled_ || timer_at_ == UINT64_MAX) throw Deadlock(fmt::format("after {} commands", commands));
        time_ = std::max(time_, timer_at_);
    }
}

MachineDouble::Queue* MachineDouble::queue_at(std::uint64_t address, std::uint64_t& offset, unsigned& id) {
    if (address >= DMA_BASE + DMA_QUEUE_CTRL_OFFSET && address < DMA_BASE + DMA_SIZE) {
        const auto relative = address - DMA_BASE - DMA_QUEUE_CTRL_OFFSET;
        id = static_cast<unsigned>(relative / DMA_QUEUE_CTRL_STRIDE);
        offset = relative % DMA_QUEUE_CTRL_STRIDE;
        return id < shape_.dma_channels ? &queues_[id] : nullptr;
    }
    for (unsigned i = 0; i < 3; ++i) {
        const auto base = STA_BASE + i * (SOFTMAX_BASE - STA_BASE);
        if (address < base || address > base + STA_QUEUE_ERROR_TAG_OFFSET) continue;
        offset = address - base;
        id = QUEUE_STA + i;
        return &queues_[id];
    }
    return nullptr;
}

std::uint64_t MachineDouble::read_queue(const Queue& queue, std::uint64_t offset) const {
    switch (offset) {
    case STA_QUEUE_STATUS_OFFSET:
        return queue.hung ? STA_QUEUE_STATUS_BUSY_MASK : 0;
    case STA_QUEUE_HEAD_OFFSET:
        return queue.head;
    case STA_QUEUE_IRQ_STATUS_OFFSET:
        return queue.irq_status;
    case STA_QUEUE_ERROR_CODE_OFFSET:
        return queue.error_code;
    case STA_QUEUE_ERROR_ADDR_OFFSET:
        return queue.error_addr;
    case STA_QUEUE_ERROR_TAG_OFFSET:
        return queue.error_tag;
    default:
        throw std::logic_error(fmt::format("queue register {:#x} read", offset));
    }
}

void MachineDouble::write_queue(Queue& queue, unsigned id, std::uint64_t offset, std::uint64_t value) {
    const auto word = static_cast<std::uint32_t>(value);
    switch (offset) {
    case STA_QUEUE_CTRL_OFFSET:
        if ((value & STA_QUEUE_CTRL_ABORT_MASK) != 0) {
            if (!ignores_abort) abort(queue);
            break;
        }
        if ((value & STA_QUEUE_CTRL_RESET_MASK) != 0) {
            queue.head = queue.tail = queue.fetched = queue.irq_status = queue.error_code = queue.error_tag = 0;
            queue.error_addr = queue.bytes = 0;
        }
        queue.enabled = (value & STA_QUEUE_CTRL_ENABLE_MASK) != 0;
        break;
    case STA_QUEUE_BASE_OFFSET:
        queue.base = value;
        break;
    case STA_QUEUE_LOG2_OFFSET:
        queue.log2 = word;
        break;
    case STA_QUEUE_TAIL_OFFSET:
        if (word - queue.head > 1u << queue.log2)
            throw std::logic_error(fmt::format("queue {}: doorbell beyond the ring", id));
        ++host_[kHost];
        queue.tail = word;
        queue.doorbells.emplace_back(word, host_);
        fetch(queue);
        break;
    case STA_QUEUE_IRQ_ENABLE_OFFSET:
        queue.irq_enable = word;
        break;
    case STA_QUEUE_IRQ_STATUS_OFFSET:
        queue.irq_status &= ~word;
        break;
    default:
        throw std::logic_error(fmt::format("queue register {:#x} written", offset));
    }
}

std::uint64_t MachineDouble::read_sysctl(std::uint64_t offset) const {
    if (offset >= SYSCTL_BUFFER_BASE_OFFSET && offset < SYSCTL_BUFFER_BYTES_OFFSET)
        return kBufferBase + (offset - SYSCTL_BUFFER_BASE_OFFSET) / 4 * kBufferWindow;
    if (offset >= SYSCTL_BUFFER_BYTES_OFFSET && offset < SYSCTL_WORKLOAD_ADDR_OFFSET)
        return shape_.buffer_bytes[(offset - SYSCTL_BUFFER_BYTES_OFFSET) / 4];
    switch (offset) {
    case SYSCTL_ID_OFFSET:
        return 0x56415453;
    case SYSCTL_VERSION_OFFSET:
        return 1;
    case SYSCTL_DDR_BASE_OFFSET:
        return ddr_base;
    case SYSCTL_DDR_BYTES_OFFSET:
        return ddr_bytes;
    case SYSCTL_SOFTMAX_PLACEMENT_OFFSET:
        return shape_.softmax_off_chip ? 1 : 0;
    case SYSCTL_SCHEDULER_OFFSET:
        return (shape_.fuse ? SYSCTL_SCHEDULER_FUSE_MASK : 0) | (shape_.prefetch ? SYSCTL_SCHEDULER_PREFETCH_MASK : 0) |
               (shape_.resident ? SYSCTL_SCHEDULER_RESIDENT_MASK : 0);
    case SYSCTL_LAYER_CYCLES_OFFSET:
        return layer_commands_;
    case SYSCTL_PROTECT_TIMEOUT_US_OFFSET:
        return shape_.timeout_us;
    default:
        return 0;
    }
}

void MachineDouble::write_sysctl(std::uint64_t offset, std::uint64_t value) {
    const auto word = static_cast<std::uint32_t>(value);
    switch (offset) {
    case SYSCTL_TILE_ROWS_OFFSET:
        tile_rows_ = word;
        break;
    case SYSCTL_TILE_COLS_OFFSET:
        tile_cols_ = word;
        break;
    case SYSCTL_LAYER_BEGIN_OFFSET:
        begun.push_back(word);
        layer_commands_ = 0;
        break;
    case SYSCTL_LAYER_END_OFFSET:
        ended.push_back({word, tile_rows_, tile_cols_});
        if (on_layer_end) on_layer_end(word);
        break;
    case SYSCTL_LAYER_FUSED_OFFSET:
        fused.push_back(word);
        break;
    case SYSCTL_EVENT_OFFSET:
        events.push_back({word & SYSCTL_EVENT_KIND_MASK, word >> SYSCTL_EVENT_COUNT_SHIFT});
        break;
    case SYSCTL_RESULT_LAYER_OFFSET:
        result_layer = word;
        break;
    case SYSCTL_RESULT_OFFSET:
        result = word;
        break;
    default:
        throw std::logic_error(fmt::format("sysctl register {:#x} written", offset));
    }
}

std::uint64_t MachineDouble::read_sync(std::uint64_t offset) {
    if (offset < SYNC_ALARM_OFFSET) {
        const auto id = static_cast<std::uint32_t>(offset / 4);
        join(host_, knowledge(id << 20 | counters_[id].value));
        return counters_[id].value;
    }
    if (offset == SYNC_ALARM_STATUS_OFFSET) {
        for (unsigned i = 0; i < alarms_.size(); ++i)
            if ((alarm_status_ >> i & 1) != 0) join(host_, knowledge(alarms_[i]));
        return alarm_status_;
    }
    return alarms_[(offset - SYNC_ALARM_OFFSET) / 4];
}

void MachineDouble::write_sync(std::uint64_t offset, std::uint64_t value) {
    const auto word = static_cast<std::uint32_t>(value);
    if (offset < SYNC_ALARM_OFFSET) {
        counters_[offset / 4] = {word & 0xfffff, 0, {}};
    } else if (offset == SYNC_ALARM_STATUS_OFFSET) {
        alarm_status_ &= ~word;
    } else {
        alarms_[(offset - SYNC_ALARM_OFFSET) / 4] = word;
        check_alarms();
    }
}

std::uint64_t MachineDouble::read_plic(std::uint64_t offset) {
    if (offset == 0x2000 || offset == 0x2004) return plic_enable_[(offset - 0x2000) / 4];
    if (offset != 0x200004) return 0;
    for (std::uint32_t source = IRQ_DMA; source <= IRQ_ECC; ++source) {
        if ((plic_enable_[source / 32] >> source % 32 & 1) == 0 || !line(source) || claimed_.contains(source)) continue;
        claimed_.insert(source);
        spurious_.erase(source);
        return source;
    }
    return 0;
}

std::uint64_t MachineDouble::read_ecc(std::uint64_t offset) const {
    if (offset < ECC_UNCORRECTED_OFFSET) return corrected_[offset / ECC_CORRECTED_STRIDE];
    if (offset < ECC_ADDRESS_OFFSET) return uncorrected_[(offset - ECC_UNCORRECTED_OFFSET) / ECC_UNCORRECTED_STRIDE];
    if (offset < ECC_IRQ_ENABLE_OFFSET) return ecc_address_[(offset - ECC_ADDRESS_OFFSET) / ECC_ADDRESS_STRIDE];
    if (offset == ECC_CAPS_OFFSET) return shape_.ecc ? ECC_CAPS_MEMORIES_MASK : 0;
    return offset == ECC_IRQ_STATUS_OFFSET ? ecc_status_ : ecc_enable_;
}

void MachineDouble::write_ecc(std::uint64_t offset, std::uint64_t value) {
    if (offset == ECC_IRQ_ENABLE_OFFSET) ecc_enable_ = static_cast<std::uint32_t>(value);
    if (offset == ECC_IRQ_STATUS_OFFSET) ecc_status_ &= ~static_cast<std::uint32_t>(value);
}

void MachineDouble::write_memory(std::uint64_t address, std::uint64_t value) {
    if (!memory.contains(address, sizeof value)) return;
    ++host_[kHost];
    memory.write(address, sizeof value, kHost, host_);
    std::memcpy(memory.plain(address, sizeof value), &value, sizeof value);
    poison_.erase(address);
}

std::uint64_t MachineDouble::read(std::uint64_t address) {
    ++time_;
    progress();
    if (address == CLINT_BASE + 0xbff8) return time_;
    if (address >= ECC_BASE && address < ECC_BASE + ECC_SIZE) return read_ecc(address - ECC_BASE);
    if (address >= DMA_BASE + DMA_CHANNEL_BYTES_OFFSET && address < DMA_BASE + DMA_SIZE &&
        (address - DMA_BASE - DMA_CHANNEL_BYTES_OFFSET) % DMA_CHANNEL_BYTES_STRIDE == 0)
        return queues_[(address - DMA_BASE - DMA_CHANNEL_BYTES_OFFSET) / DMA_CHANNEL_BYTES_STRIDE].bytes;
    std::uint64_t offset = 0;
    unsigned id = 0;
    if (const auto* queue = queue_at(address, offset, id)) return read_queue(*queue, offset);
    if (address >= SYNC_BASE && address < SYNC_BASE + SYNC_SIZE) return read_sync(address - SYNC_BASE);
    if (address >= SYSCTL_BASE && address < SYSCTL_BASE + SYSCTL_SIZE) return read_sysctl(address - SYSCTL_BASE);
    if (address >= PLIC_BASE && address < PLIC_BASE + 0x400000) return read_plic(address - PLIC_BASE);
    switch (address) {
    case UART_BASE + 5:
        return 0x20;
    case STA_BASE + STA_ROWS_OFFSET:
        return shape_.rows;
    case STA_BASE + STA_COLS_OFFSET:
        return shape_.cols;
    case STA_BASE + STA_LANES_OFFSET:
        return shape_.lanes;
    case STA_BASE + STA_MAX_K_OFFSET:
        return shape_.max_k;
    case DMA_BASE + DMA_CHANNELS_OFFSET:
        return shape_.dma_channels;
    default:
        throw std::logic_error(fmt::format("read of {:#x}", address));
    }
}

void MachineDouble::write(std::uint64_t address, std::uint64_t value) {
    ++time_;
    progress();
    std::uint64_t offset = 0;
    unsigned id = 0;
    if (auto* queue = queue_at(address, offset, id)) {
        write_queue(*queue, id, offset, value);
    } else if (address >= SYNC_BASE && address < SYNC_BASE + SYNC_SIZE) {
        write_sync(address - SYNC_BASE, value);
    } else if (address >= SYSCTL_BASE && address < SYSCTL_BASE + SYSCTL_SIZE) {
        write_sysctl(address - SYSCTL_BASE, value);
    } else if (address >= ECC_BASE && address < ECC_BASE + ECC_SIZE) {
        write_ecc(address - ECC_BASE, value);
    } else if (address == WATCHDOG_BASE + WATCHDOG_FEED_OFFSET) {
        watchdog_gap_ticks = std::max(watchdog_gap_ticks, time_ - watchdog_fed_at_);
        watchdog_fed_at_ = time_;
    } else if (address == WATCHDOG_BASE + WATCHDOG_BARK_TICKS_OFFSET) {
        watchdog_bark_ticks = value;
        watchdog_fed_at_ = time_;
    } else if (address == CLINT_BASE + 0x4000) {
        timer_at_ = value;
    } else if (address == PLIC_BASE + 0x2000 || address == PLIC_BASE + 0x2004) {
        plic_enable_[(address - PLIC_BASE - 0x2000) / 4] = static_cast<std::uint32_t>(value);
    } else if (address == PLIC_BASE + 0x200004) {
        claimed_.erase(static_cast<std::uint32_t>(value));
    } else if (address == UART_BASE) {
        console += static_cast<char>(value);
    } else {
        write_memory(address, value);
    }
}

} // namespace stavp::test
