#pragma once

#include "models/core/clock.h"
#include "models/core/register_bank.h"
#include "models/sysctl/sysctl_config.h"

#include <functional>
#include <map>
#include <systemc>
#include <vector>

namespace stavp {

/// Capabilities of the SoC, and the markers by which firmware reports layers and its outcome (sysctl.regs.yaml).
///
/// Timing rule: a marker takes effect when the access arrives; accesses cost `latency`. CYCLES counts whole cycles of
/// the accelerator clock since time 0.
class Sysctl : public sc_core::sc_module {
public:
    using LayerBegin = std::function<void(std::uint32_t layer, std::uint32_t tile_rows, std::uint32_t tile_cols)>;
    using LayerFused = std::function<void(std::uint32_t layer)>;
    using LayerEnd = std::function<void(std::uint32_t layer)>;
    using TraceMark = std::function<void(std::uint32_t mark)>;
    using StallTime = std::function<std::uint64_t(unsigned engine, unsigned cause)>;
    using Event = std::function<void(std::uint32_t kind, std::uint32_t count)>;
    using Result = std::function<void(std::uint32_t code, std::uint32_t layer)>;

    Sysctl(sc_core::sc_module_name name, const SysctlConfig& config, Clock accelerator_clock, sc_core::sc_time latency);

    RegisterBank bank;

    /// Each of these adds a callback; they are called in the order in which they came.
    void on_layer_begin(LayerBegin callback) { layer_begin_.push_back(std::move(callback)); }
    void on_layer_fused(LayerFused callback) { layer_fused_.push_back(std::move(callback)); }
    void on_layer_end(LayerEnd callback) { layer_end_.push_back(std::move(callback)); }
    void on_trace_mark(TraceMark callback) { trace_mark_.push_back(std::move(callback)); }
    /// What STALL_CYCLES reads, in ps; numbers as in STALL_SELECT.
    void on_stall_time(StallTime callback) { stall_time_ = std::move(callback); }
    void on_event(Event callback) { event_ = std::move(callback); }
    void on_result(Result callback) { result_ = std::move(callback); }

    /// For a platform that places the workload after construction.
    void set_workload_address(std::uint64_t address);
    /// TILE_ROWS and TILE_COLS as last written: valid inside on_layer_end, too.
    std::uint32_t tile_rows() const;
    std::uint32_t tile_cols() const;

private:
    void publish(const SysctlConfig& config);
    void begin_layer(std::uint32_t layer);
    void end_layer(std::uint32_t layer);
    std::uint64_t now_cycles() const;
    std::uint64_t stall_cycles() const;

    Clock clock_;
    std::map<std::uint32_t, std::uint64_t> begin_cycle_; ///< of the layers under way: they may overlap
    std::vector<LayerBegin> layer_begin_;
    std::vector<LayerFused> layer_fused_;
    std::vector<LayerEnd> layer_end_;
    std::vector<TraceMark> trace_mark_;
    StallTime stall_time_;
    Event event_;
    Result result_;
};

} // namespace stavp
