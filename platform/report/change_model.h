#pragma once

#include "platform/config/platform_config.h"
#include "platform/report/layer_demand.h"
#include "platform/run/run_result.h"

#include <vector>

namespace stavp {

/// What one changed key would do to a whole run.
struct PredictedChange {
    KeyChange change;
    double saved_cycles = 0;
    Resource next = Resource::array; ///< sets the pace of most of the cycles that are left
    double next_share = 0;           ///< of these
};

/// Predicts a run from the accounts of another: layer by layer, what the changed part takes less, until another part
/// sets the pace. The rules and how far they are off: docs/bottlenecks.md.
class ChangeModel {
public:
    /// Both must outlive it.
    ChangeModel(const RunResult& result, const config::PlatformConfig& config);

    PredictedChange predict(const KeyChange& change) const;
    /// At most `count` of the candidates, the best first; only such as save at least kWorthwhile of the run.
    std::vector<PredictedChange> best(std::size_t count) const;
    /// The best first.
    void sort_by_saving(std::vector<PredictedChange>& predictions) const;
    /// Cycles before the first layer, between layers and after the last one.
    double outside_layers() const { return outside_; }
    const std::vector<LayerDemand>& demands() const { return demands_; }

    /// Smaller savings are within the error of the prediction.
    static constexpr double kWorthwhile = 0.015;

private:
    /// Of a layer, and what its resources are left with.
    struct Effect {
        double saved = 0;
        LayerDemand after;
    };

    Effect effect(std::size_t layer, const KeyChange& change, const config::PlatformConfig& changed) const;
    Effect less(std::size_t layer, Resource resource, double after) const;
    Effect faster_array(std::size_t layer, const config::PlatformConfig& changed) const;
    Effect wider_result_port(std::size_t layer, const config::PlatformConfig& changed) const;
    Effect faster_softmax(std::size_t layer) const;
    Effect faster_vector(std::size_t layer) const;
    Effect wider_bus(std::size_t layer) const;
    Effect more_channels(std::size_t layer) const;
    Effect faster_host(std::size_t layer) const;
    Effect more_in_flight(std::size_t layer) const;
    Effect less_traffic(std::size_t layer, double bytes) const;
    Effect fused(std::size_t layer) const;
    Effect prefetched(std::size_t layer) const;
    double traffic_kept_on_chip(std::size_t layer, double room_before, double room_after) const;

    const RunResult& result_;
    const config::PlatformConfig& config_;
    std::vector<LayerDemand> demands_;
    double outside_ = 0;
};

} // namespace stavp
