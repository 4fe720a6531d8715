#pragma once

#include "platform/run/golden_check.h"
#include "platform/run/run_result.h"
#include "platform/soc/soc.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace stavp {

/// Follows the firmware's layer markers: measures each layer, and compares its output in memory with the expected
/// bytes at the moment it is declared complete. A layer that was fused into a product is measured with it, and the
/// product is compared through the last fused layer's output. A layer that begins again, after a fault, counts with its
/// last turn only. Changes nothing in the simulation.
class LayerObserver {
public:
    /// `image` outlives the observer.
    LayerObserver(Soc& soc, const workloads::Image& image, std::uint64_t image_base, bool check);

    /// In the order in which they ended.
    const std::vector<LayerReport>& layers() const { return layers_; }
    /// Passed: every layer ended, and every expected byte was found.
    CheckReport check() const;
    /// "" or how an engine's account contradicts the clock, or its waits their causes.
    const std::string& contradiction() const { return contradiction_; }
    /// Layers that have ended, those fused into others too.
    std::size_t layers_ended() const { return ended_count_; }
    /// The oldest layer that has begun and not ended; "" = none.
    std::string current_layer() const;
    /// Share of the workload's arithmetic that is done, 0 to 1, for showing progress.
    double done_share() const;
    std::string layer_name(std::uint32_t layer) const;

private:
    struct Snapshot {
        std::uint64_t cycle = 0;
        std::uint64_t macs = 0;
        std::vector<EngineShare> engines;
        Counters dram;
        Counters bus;
        Counters host;
        Counters actions;
        std::uint64_t softmax_elements = 0;
        std::uint64_t vector_elements = 0;
    };

    Snapshot snapshot() const;
    /// Of a layer that has ended, in step with its report.
    struct Ended {
        std::uint32_t layer = 0;
        std::vector<std::uint32_t> fused;
        CheckReport check;

        bool holds(std::uint32_t index) const;
    };

    void begin(std::uint32_t layer);
    void forget(std::uint32_t layer);
    bool has_ended(std::uint32_t layer) const;
    void end(std::uint32_t layer);
    LayerReport measure(std::uint32_t index, const Snapshot& before);
    /// The layer whose output is in memory once `layer` has ended: the last one fused into it, or itself.
    const nmw_layer& last_of(std::uint32_t layer) const;
    CheckReport check_layer(std::uint32_t layer) const;

    Soc& soc_;
    const workloads::Image& image_;
    std::uint64_t image_base_;
    std::map<std::uint32_t, Snapshot> begun_;
    std::vector<Ended> ended_;
    std::size_t ended_count_ = 0;      ///< of layers, those fused into others too
    std::vector<std::uint32_t> fused_; ///< into the layer that ends next
    std::vector<LayerReport> layers_;
    bool check_ = false;
    std::string contradiction_;
};

/// Multiply-accumulates of a layer without sparsity; 0 for one that is no product.
std::uint64_t dense_macs(const workloads::Image& image, const nmw_layer& layer);

/// What the DRAM did so far.
Counters dram_counters(const Ddr& ddr);

} // namespace stavp
