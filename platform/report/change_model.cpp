#include "platform/report/change_model.h"
#include "models/sta/sta_timing.h"
#include "platform/report/candidate_changes.h"
#include "platform/report/roofline_model.h"

#include <algorithm>
#include <cmath>

namespace stavp {

namespace {

using A = Activity;

/// A faster host is of more use the more the engine is without a command: a fit.
constexpr double kHostGain = 1.3;
/// Time lost at the result port, of the busy time, from which on it sets the pace.
constexpr double kPortBound = 0.1;
/// Savings that differ by less of the run are alike: then the order of the candidates decides.
constexpr double kAlike = 0.002;
/// What goes of layers that a product swallows.
constexpr double kSwallowed = 0.95;

/// A port is no wider than its buffer; 0 = unlimited.
unsigned effective(unsigned port, const BufferConfig& buffer) {
    const auto of_buffer = static_cast<unsigned>(buffer.engine_bytes_per_cycle());
    return port == 0 ? of_buffer : std::min(port, of_buffer);
}

StaConfig array_of(const config::PlatformConfig& config) {
    auto sta = config.sta;
    sta.activation_port_bytes_per_cycle = effective(sta.activation_port_bytes_per_cycle, config.input_buffer);
    sta.weight_port_bytes_per_cycle = effective(sta.weight_port_bytes_per_cycle, config.weight_buffer);
    sta.result_port_bytes_per_cycle = effective(sta.result_port_bytes_per_cycle, config.output_buffer);
    return sta;
}

struct ArrayTime {
    double busy = 0;
    double ports = 0;
    double result_port = 0; ///< of `ports`

    double total() const { return busy + ports; }
};

/// The array's time for the products of a layer, each in one piece.
ArrayTime product_time(const LayerReport& layer, const StaConfig& sta) {
    ArrayTime time;
    for (const auto& product : layer.products) {
        MatmulShape shape;
        shape.m = product.m;
        shape.n = product.n;
        shape.k = std::min<std::uint32_t>(product.k, kStaMaxK);
        shape.pattern_n = layer.pattern_n;
        shape.pattern_m = layer.pattern_m;
        const auto parts = sta_cycles(sta, shape);
        const auto count = static_cast<double>(product.count);
        time.busy += count * static_cast<double>(parts.busy);
        time.ports += count * static_cast<double>(parts.operand_port + parts.result_port);
        time.result_port += count * static_cast<double>(parts.result_port);
    }
    return time;
}

bool has_op(const LayerReport& layer, std::string_view op) {
    return layer.op == op;
}

/// Bytes that a layer's main input takes on chip; 0 for what is no single product.
double input_bytes(const LayerReport& layer) {
    if (layer.products.size() != 1) return 0;
    return static_cast<double>(layer.products[0].m) * layer.products[0].k;
}

double largest_buffer(const config::PlatformConfig& config) {
    return static_cast<double>(
        std::max({config.input_buffer.bytes, config.intermediate_buffer.bytes, config.output_buffer.bytes}));
}

} // namespace

ChangeModel::ChangeModel(const RunResult& result, const config::PlatformConfig& config)
    : result_(result), config_(config), outside_(static_cast<double>(result.cycles)) {
    for (const auto& layer : result.layers) {
        demands_.emplace_back(layer, config);
        outside_ -= static_cast<double>(layer.cycles);
    }
    outside_ = std::max(0.0, outside_);
}

ChangeModel::Effect ChangeModel::less(std::size_t layer, Resource resource, double after) const {
    Effect effect{demands_[layer].saved(resource, after), demands_[layer]};
    effect.after.set(resource, after);
    return effect;
}

/// Where results hold the array up for longer than whole products explain, partial sums of a split reduction pass the
/// port: then that sets the pace, whatever the array can do.
ChangeModel::Effect ChangeModel::faster_array(std::size_t layer, const config::PlatformConfig& changed) const {
    const auto& report = result_.layers[layer];
    const auto now = product_time(report, array_of(config_));
    const auto before = demands_[layer].of(Resource::array);
    const auto array = activities_in(report, "sta");
    const auto busy = cycles_in(array, {A::busy});
    const auto explained = now.busy > 0 ? busy * now.result_port / now.busy : 0;
    const bool partial_sums = cycles_in(array, {A::result_port}) > explained + kPortBound * busy;
    if (now.total() <= 0 || partial_sums) return less(layer, Resource::array, before);
    return less(layer, Resource::array, before * product_time(report, array_of(changed)).total() / now.total());
}

/// Partial sums of a split reduction pass the port as well; the products in one piece do not show them.
ChangeModel::Effect ChangeModel::wider_result_port(std::size_t layer, const config::PlatformConfig& changed) const {
    const auto array = activities_in(result_.layers[layer], "sta");
    const auto lost = cycles_in(array, {A::result_port});
    const auto busy = cycles_in(array, {A::busy});
    const auto before = static_cast<double>(array_of(config_).result_port_bytes_per_cycle);
    const auto gain = static_cast<double>(array_of(changed).result_port_bytes_per_cycle) / before;
    const auto in_use = lost > kPortBound * busy ? lost + busy : lost;
    return less(layer, Resource::array, demands_[layer].of(Resource::array) - std::min(lost, in_use * (1 - 1 / gain)));
}

ChangeModel::Effect ChangeModel::faster_softmax(std::size_t layer) const {
    const auto& demand = demands_[layer];
    const auto work = demand.of(Resource::softmax);
    auto effect = less(layer, Resource::softmax, work / 2);
    if (work < demand.of(Resource::vector) || work >= demand.of(Resource::array)) return effect;
    const auto waits = cycles_in(result_.layers[layer].activities, {A::dependency});
    effect.saved = std::min(waits, work) / 2;
    return effect;
}

ChangeModel::Effect ChangeModel::faster_vector(std::size_t layer) const {
    const auto& demand = demands_[layer];
    const auto work = demand.of(Resource::vector);
    auto effect = less(layer, Resource::vector, work / 2);
    if (!result_.layers[layer].on_array || work < demand.of(Resource::softmax)) return effect;
    const auto waits = cycles_in(result_.layers[layer].activities, {A::dependency});
    effect.saved = std::max(effect.saved, std::min(waits, work) / 2);
    return effect;
}

ChangeModel::Effect ChangeModel::wider_bus(std::size_t layer) const {
    const auto& demand = demands_[layer];
    auto effect = less(layer, Resource::bus, demand.of(Resource::bus) / 2);
    const auto peak = std::max(demand.bus_peak(), demand.ddr_peak());
    const auto after = std::max(demand.bus_peak() / 2, demand.ddr_peak() / LayerDemand::kDdrEfficiency);
    effect.saved = std::clamp(peak - after, 0.0, demand.waits());
    return effect;
}

ChangeModel::Effect ChangeModel::more_channels(std::size_t layer) const {
    const auto& demand = demands_[layer];
    auto effect = less(layer, Resource::ddr, demand.of(Resource::ddr) / 2);
    const auto peak = std::max(demand.bus_peak(), demand.ddr_peak());
    const auto after = std::max(demand.bus_peak(), demand.ddr_peak() / 2 / LayerDemand::kDdrEfficiency);
    const bool used = demand.ddr_peak() >= LayerDemand::kBusyMemory * demand.layer_cycles();
    effect.saved = used ? std::clamp(peak - after, 0.0, demand.waits()) : 0;
    return effect;
}

/// Engines wait for the host's own work in the measure in which it is at work; the rest of the waiting is latency of
/// the bus and of interrupts, or for the data of others.
ChangeModel::Effect ChangeModel::faster_host(std::size_t layer) const {
    const auto& demand = demands_[layer];
    auto effect = less(layer, Resource::host, demand.of(Resource::host) / 2);
    const auto memory = std::max(demand.of(Resource::bus), demand.of(Resource::ddr));
    effect.saved = std::clamp(demand.host_at_work() * std::min(0.5, kHostGain * demand.idle() * demand.idle()), 0.0,
                              demand.layer_cycles() - memory);
    return effect;
}

ChangeModel::Effect ChangeModel::more_in_flight(std::size_t layer) const {
    const auto& demand = demands_[layer];
    auto effect = less(layer, Resource::transfers, demand.of(Resource::transfers) / 2);
    effect.saved = std::min(effect.saved, demand.waits());
    return effect;
}

ChangeModel::Effect ChangeModel::less_traffic(std::size_t layer, double bytes) const {
    const auto& demand = demands_[layer];
    Effect effect{0, demand};
    const auto moved = static_cast<double>(result_.layers[layer].roofline->moved_bytes);
    if (moved <= 0 || bytes <= 0) return effect;
    const auto left = std::max(0.0, 1 - bytes / moved);
    for (const auto resource : {Resource::bus, Resource::ddr, Resource::transfers})
        effect.after.set(resource, demand.of(resource) * left);
    const auto memory = std::max({demand.bus_peak(), demand.ddr_peak(), demand.of(Resource::transfers)});
    effect.saved = std::min(demand.waits(), memory * (1 - left));
    return effect;
}

/// A layer of one pass that a product before it could do on the way.
ChangeModel::Effect ChangeModel::fused(std::size_t layer) const {
    const auto& report = result_.layers[layer];
    Effect effect{0, demands_[layer]};
    if (layer == 0 || !(has_op(report, "lut") || has_op(report, "add"))) return effect;
    if (!result_.layers[layer - 1].on_array || has_op(result_.layers[layer - 1], "attention")) return effect;
    effect.saved = kSwallowed * static_cast<double>(report.cycles);
    return effect;
}

/// The time in which an engine has no command goes, as far as the host is not at work in it.
ChangeModel::Effect ChangeModel::prefetched(std::size_t layer) const {
    const auto& demand = demands_[layer];
    Effect effect{0, demand};
    effect.saved = std::min(demand.idle() * demand.layer_cycles(), demand.layer_cycles() - demand.host_at_work());
    return effect;
}

/// Of an input that fits into a buffer only afterwards: it is not stored by the layer before, nor loaded, and the
/// reduction over it need not be split.
double ChangeModel::traffic_kept_on_chip(std::size_t layer, double room_before, double room_after) const {
    const auto kept = [&](std::size_t at) {
        if (at >= result_.layers.size()) return 0.0;
        const auto bytes = input_bytes(result_.layers[at]);
        return bytes > room_before && bytes <= room_after ? bytes : 0.0;
    };
    auto bytes = kept(layer) + kept(layer + 1);
    const auto& roofline = *result_.layers[layer].roofline;
    if (kept(layer) > 0 && roofline.moved_bytes > roofline.operand_bytes)
        bytes += static_cast<double>(roofline.moved_bytes - roofline.operand_bytes);
    return bytes;
}

ChangeModel::Effect ChangeModel::effect(std::size_t layer, const KeyChange& change,
                                        const config::PlatformConfig& changed) const {
    const auto& key = change.key;
    const auto& report = result_.layers[layer];
    if (key == "softmax.lanes") return faster_softmax(layer);
    if (key == "vector.lanes") return faster_vector(layer);
    if (key == "bus.bytes_per_cycle") return wider_bus(layer);
    if (key == "ddr.channels") return more_channels(layer);
    if (key == "cpu.clock_mhz") return faster_host(layer);
    if (key == "dma.outstanding") return more_in_flight(layer);
    if (key == "scheduler.fuse") return fused(layer);
    if (key == "scheduler.prefetch") return prefetched(layer);
    if (key == "scheduler.resident")
        return less_traffic(layer, traffic_kept_on_chip(layer, 0, largest_buffer(config_)));
    if (key == "softmax.placement" && has_op(report, "attention")) {
        const auto moved = static_cast<double>(report.roofline->moved_bytes);
        return less_traffic(layer, moved - static_cast<double>(report.roofline->operand_bytes));
    }
    if (key.ends_with("put.bytes") || key == "buffers.intermediate.bytes")
        return less_traffic(layer, traffic_kept_on_chip(layer, largest_buffer(config_), largest_buffer(changed)));
    if (key.starts_with("sta.result_port") || key.starts_with("buffers.output.b"))
        return wider_result_port(layer, changed);
    if (key.starts_with("sta.") || key.starts_with("buffers.input.b") || key.starts_with("buffers.weight.b"))
        return faster_array(layer, changed);
    return {0, demands_[layer]};
}

PredictedChange ChangeModel::predict(const KeyChange& change) const {
    const auto changed = with_change(config_, change);
    PredictedChange prediction{change, 0, Resource::host, 0};
    std::array<double, kResourceCount> paced{};
    auto outside = outside_;
    if (change.key == "cpu.clock_mhz") outside /= 2;
    prediction.saved_cycles = outside_ - outside;
    paced[static_cast<std::size_t>(Resource::host)] = outside;
    double left = outside;
    for (std::size_t layer = 0; layer < result_.layers.size(); ++layer) {
        const auto done = effect(layer, change, changed);
        const auto cycles = demands_[layer].layer_cycles() - done.saved;
        prediction.saved_cycles += done.saved;
        paced[static_cast<std::size_t>(done.after.binding())] += cycles;
        left += cycles;
    }
    const auto* most = std::max_element(paced.begin(), paced.end());
    prediction.next = static_cast<Resource>(most - paced.begin());
    prediction.next_share = left > 0 ? *most / left : 0;
    return prediction;
}

namespace {

/// More columns do what more lanes and rows do, but where wider tiles of weights do not fit, the firmware leaves them
/// unused: they are suggested only where one of the other two does less.
void leave_out_columns(std::vector<PredictedChange>& predictions) {
    constexpr double kAsMuch = 0.8;
    const auto find = [&](std::string_view key) {
        return std::find_if(predictions.begin(), predictions.end(),
                            [&](const PredictedChange& prediction) { return prediction.change.key == key; });
    };
    const auto columns = find("sta.cols");
    if (columns == predictions.end()) return;
    const auto does_as_much = [&](std::string_view key) {
        const auto other = find(key);
        return other != predictions.end() && other->saved_cycles >= kAsMuch * columns->saved_cycles;
    };
    if (does_as_much("sta.lanes") && does_as_much("sta.rows")) predictions.erase(columns);
}

} // namespace

void ChangeModel::sort_by_saving(std::vector<PredictedChange>& predictions) const {
    const auto steps = [&](const PredictedChange& prediction) {
        return std::lround(prediction.saved_cycles / static_cast<double>(result_.cycles) / kAlike);
    };
    std::stable_sort(predictions.begin(), predictions.end(),
                     [&](const auto& a, const auto& b) { return steps(a) > steps(b); });
}

std::vector<PredictedChange> ChangeModel::best(std::size_t count) const {
    std::vector<PredictedChange> predictions;
    for (const auto& change : candidate_changes(config_)) {
        auto prediction = predict(change);
        if (prediction.saved_cycles >= kWorthwhile * static_cast<double>(result_.cycles))
            predictions.push_back(std::move(prediction));
    }
    sort_by_saving(predictions);
    leave_out_columns(predictions);
    if (predictions.size() > count)
        predictions.erase(predictions.begin() + static_cast<std::ptrdiff_t>(count), predictions.end());
    return predictions;
}

} // namespace stavp
