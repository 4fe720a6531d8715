#include "models/sysctl/sysctl.h"

#include "regs/sysctl_regs.hpp"

#include <cmath>

namespace stavp {

namespace reg = regs::sysctl;

namespace {

constexpr double kPicosecondsTimesKhz = 1e9; ///< period_ps * kHz of any clock

} // namespace

Sysctl::Sysctl(sc_core::sc_module_name name, const SysctlConfig& config, Clock accelerator_clock,
               sc_core::sc_time latency)
    : sc_module(name), bank("bank", reg::kTable, reg::kSizeBytes, latency), clock_(accelerator_clock) {
    publish(config);
    bank.on_read(reg::CYCLES, [this](std::size_t) { return now_cycles(); });
    bank.on_read(reg::STALL_CYCLES, [this](std::size_t) { return stall_cycles(); });
    bank.on_write(reg::LAYER_BEGIN,
                  [this](std::size_t, std::uint64_t layer) { begin_layer(static_cast<std::uint32_t>(layer)); });
    bank.on_write(reg::LAYER_FUSED, [this](std::size_t, std::uint64_t layer) {
        for (const auto& callback : layer_fused_)
            callback(static_cast<std::uint32_t>(layer));
    });
    bank.on_write(reg::LAYER_END,
                  [this](std::size_t, std::uint64_t layer) { end_layer(static_cast<std::uint32_t>(layer)); });
    bank.on_write(reg::TRACE_MARK, [this](std::size_t, std::uint64_t mark) {
        for (const auto& callback : trace_mark_)
            callback(static_cast<std::uint32_t>(mark));
    });
    bank.on_write(reg::EVENT, [this](std::size_t, std::uint64_t event) {
        const auto kind = static_cast<std::uint32_t>(event) & reg::EVENT_KIND;
        const auto count = static_cast<std::uint32_t>(event) >> reg::EVENT_COUNT_SHIFT;
        if (event_) event_(kind, count == 0 ? 1 : count);
    });
    bank.on_write(reg::RESULT, [this](std::size_t, std::uint64_t code) {
        const auto layer = static_cast<std::uint32_t>(bank.get(reg::RESULT_LAYER));
        if (result_) result_(static_cast<std::uint32_t>(code), layer);
    });
}

void Sysctl::publish(const SysctlConfig& config) {
    bank.set(reg::CPU_KHZ, static_cast<std::uint64_t>(std::llround(config.cpu_clock_mhz * 1000)));
    bank.set(reg::ACCELERATOR_KHZ,
             static_cast<std::uint64_t>(std::llround(kPicosecondsTimesKhz / static_cast<double>(clock_.period_ps()))));
    bank.set(reg::DDR_BASE, config.ddr_base);
    bank.set(reg::DDR_BYTES, config.ddr_bytes);
    for (std::size_t i = 0; i < config.buffer_base.size(); ++i) {
        bank.set(reg::BUFFER_BASE, config.buffer_base[i], i);
        bank.set(reg::BUFFER_BYTES, config.buffer_bytes[i], i);
    }
    bank.set(reg::SOFTMAX_PLACEMENT, config.softmax_off_chip ? reg::SOFTMAX_PLACEMENT_OFF_CHIP : 0);
    bank.set(reg::SCHEDULER, (config.fuse ? reg::SCHEDULER_FUSE : 0) | (config.prefetch ? reg::SCHEDULER_PREFETCH : 0) |
                                 (config.resident ? reg::SCHEDULER_RESIDENT : 0) |
                                 (config.protect ? reg::SCHEDULER_PROTECT : 0));
    bank.set(reg::PROTECT_TIMEOUT_US, config.protect_timeout_us);
    bank.set(reg::MEMORY_BYTES_PER_KCYCLE, config.memory_bytes_per_kcycle);
    set_workload_address(config.workload_address);
}

void Sysctl::set_workload_address(std::uint64_t address) {
    bank.set(reg::WORKLOAD_ADDR, address);
}

std::uint32_t Sysctl::tile_rows() const {
    return static_cast<std::uint32_t>(bank.get(reg::TILE_ROWS));
}

std::uint32_t Sysctl::tile_cols() const {
    return static_cast<std::uint32_t>(bank.get(reg::TILE_COLS));
}

std::uint64_t Sysctl::now_cycles() const {
    return clock_.cycles_at(sc_core::sc_time_stamp());
}

std::uint64_t Sysctl::stall_cycles() const {
    constexpr unsigned kFieldMask = 0xff;
    constexpr unsigned kCauseShift = 8;
    if (!stall_time_) return 0;
    const auto select = static_cast<unsigned>(bank.get(reg::STALL_SELECT));
    return stall_time_(select & kFieldMask, select >> kCauseShift & kFieldMask) / clock_.period_ps();
}

void Sysctl::begin_layer(std::uint32_t layer) {
    begin_cycle_[layer] = now_cycles();
    for (const auto& callback : layer_begin_)
        callback(layer, tile_rows(), tile_cols());
}

void Sysctl::end_layer(std::uint32_t layer) {
    const auto begin = begin_cycle_.find(layer);
    bank.set(reg::LAYER_CYCLES, begin == begin_cycle_.end() ? 0 : now_cycles() - begin->second);
    if (begin != begin_cycle_.end()) begin_cycle_.erase(begin);
    for (const auto& callback : layer_end_)
        callback(layer);
}

} // namespace stavp
