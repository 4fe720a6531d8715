#include "models/sta/sta_timing.h"

#include "models/sta/fold.h"

namespace stavp {

namespace {

/// Beats for which a PE works on one M-group, or on `lanes` elements when dense.
std::uint64_t beats_per_group(const StaConfig& config, const MatmulShape& shape) {
    const std::uint64_t passes = config.multiplier_bits == 8 ? shape.x_bytes * shape.w_bytes : 1;
    if (!shape.sparse()) return passes;
    const auto window = selector_window(config, shape);
    const auto most_kept = std::min<std::uint64_t>(shape.pattern_n, window);
    return shape.pattern_m / window * ceil_div(most_kept, config.lanes) * passes;
}

/// Beats in which the weights of one PE enter a weight-stationary array.
std::uint64_t load_beats(const StaConfig& config, const MatmulShape& shape) {
    return shape.sparse() ? ceil_div(shape.pattern_n, config.lanes) : 1;
}

std::uint64_t port_cycles(std::uint64_t amount, unsigned per_cycle) {
    return per_cycle == 0 ? 0 : ceil_div(amount, per_cycle);
}

struct Loads {
    std::uint64_t stream, activations, weights, results;
};

/// A span of time that grows by causes; each is charged for what it adds.
class Growing {
public:
    explicit Growing(std::uint64_t start) : length_(start) {}
    std::uint64_t reach(std::uint64_t at_least) {
        const auto added = at_least > length_ ? at_least - length_ : 0;
        length_ += added;
        return added;
    }
    std::uint64_t extend(std::uint64_t by) {
        length_ += by;
        return by;
    }
    std::uint64_t length() const { return length_; }

private:
    std::uint64_t length_;
};

/// The beats S of a fold.
std::uint64_t stream_beats(const StaConfig& config, const MatmulShape& shape) {
    const auto group_beats = beats_per_group(config, shape);
    if (config.dataflow == Dataflow::weight_stationary) return shape.m * group_beats;
    return (shape.sparse() ? shape.groups() : ceil_div(shape.k, config.lanes)) * group_beats;
}

} // namespace

StaCycles sta_cycles(const StaConfig& config, const MatmulShape& shape) {
    const bool weight_stationary = config.dataflow == Dataflow::weight_stationary;
    const std::uint64_t skew = std::uint64_t{config.rows} + config.cols - 2;
    const std::uint64_t preload = weight_stationary ? config.rows * load_beats(config, shape) : 0;

    StaCycles cycles;
    std::uint64_t draining = 0;
    const auto add_fold = [&](const Loads& fold, std::uint64_t next_weights, bool last) {
        cycles.busy += fold.stream;
        Growing span(fold.stream);
        if (config.fold_overlap && weight_stationary) {
            if (!last) cycles.fill_drain += span.reach(preload);
            cycles.operand_port += span.reach(std::max(fold.activations, last ? 0 : next_weights));
        } else if (weight_stationary) {
            cycles.operand_port += span.reach(fold.activations);
            cycles.fill_drain += span.extend(preload + skew);
            if (fold.weights > preload) cycles.operand_port += span.extend(fold.weights - preload);
        } else {
            cycles.operand_port += span.reach(std::max(fold.activations, fold.weights));
            if (!config.fold_overlap) cycles.fill_drain += span.extend(skew);
        }
        cycles.result_port += span.reach(draining);
        draining = fold.results;
    };

    Loads pending{};
    bool have_pending = false;
    for_each_fold(config, shape, [&](const Fold& fold, bool last) {
        const auto traffic = traffic_of(fold, shape);
        Loads loads{};
        loads.stream = stream_beats(config, shape);
        loads.activations = port_cycles(traffic.activations, config.activation_port_bytes_per_cycle);
        loads.weights = std::max(port_cycles(traffic.weights, config.weight_port_bytes_per_cycle),
                                 port_cycles(traffic.groups, config.decoder_groups_per_cycle));
        loads.results = std::max(port_cycles(traffic.results, config.result_port_bytes_per_cycle),
                                 port_cycles(traffic.outputs, config.drain_ports));
        if (!have_pending && config.fold_overlap) {
            cycles.fill_drain += skew + preload;
            if (weight_stationary && loads.weights > preload) cycles.operand_port += loads.weights - preload;
        }
        if (have_pending) add_fold(pending, loads.weights, false);
        pending = loads;
        have_pending = true;
        if (last) add_fold(pending, 0, true);
    });
    cycles.result_port += draining;
    return cycles;
}

StaCycles ideal_sta_cycles(const StaConfig& config, const MatmulShape& shape) {
    const bool weight_stationary = config.dataflow == Dataflow::weight_stationary;
    const std::uint64_t skew = std::uint64_t{config.rows} + config.cols - 2;
    const auto stream = stream_beats(config, shape);
    const auto preload = weight_stationary ? config.rows * load_beats(config, shape) : 0;
    const auto slices = shape.sparse() ? shape.groups() : shape.k;
    const auto slices_of_fold = std::uint64_t{config.rows} * (shape.sparse() ? 1 : config.lanes);
    const auto folds = ceil_div(shape.n, config.cols) *
                       (weight_stationary ? ceil_div(slices, slices_of_fold) : ceil_div(shape.m, config.rows));

    StaCycles cycles;
    cycles.busy = folds * stream;
    if (config.fold_overlap)
        cycles.fill_drain = skew + preload + (folds - 1) * (preload > stream ? preload - stream : 0);
    else
        cycles.fill_drain = folds * (skew + preload);
    return cycles;
}

} // namespace stavp
