#include "platform/trace/layer_signals.h"
#include "platform/trace/wanted_layers.h"

#include <algorithm>

namespace stavp::trace {

namespace {

constexpr unsigned kLayerBits = 16;
constexpr unsigned kCountBits = 8;
constexpr unsigned kWordBits = 32;

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

LayerSignals::LayerSignals(VcdRecorder& recorder, Sysctl& sysctl, const workloads::Image* workload,
                           const config::TraceConfig& config, const ValueNames& names)
    : recorder_(recorder), current_(recorder.add("layer.current", kLayerBits, kUndriven, &names)),
      under_way_(recorder.add("layer.under_way", kCountBits, 0)),
      rows_(recorder.add("layer.tile_rows", kWordBits, kUndriven)),
      cols_(recorder.add("layer.tile_cols", kWordBits, kUndriven)), mark_(recorder.add("layer.mark", kWordBits, 0)),
      wanted_(wanted_layers(workload, config)) {
    sysctl.on_layer_begin(
        [this](std::uint32_t layer, std::uint32_t rows, std::uint32_t cols) { begin(layer, rows, cols); });
    sysctl.on_layer_end([this](std::uint32_t layer) { end(layer); });
    sysctl.on_trace_mark([this](std::uint32_t mark) {
        recorder_.set(mark_, now_ps(), mark);
        recorder_.set_mark(now_ps(), mark);
    });
}

void LayerSignals::begin(std::uint32_t layer, std::uint32_t tile_rows, std::uint32_t tile_cols) {
    layers_now_.push_back(layer);
    recorder_.set(rows_, now_ps(), tile_rows);
    recorder_.set(cols_, now_ps(), tile_cols);
    show();
}

void LayerSignals::end(std::uint32_t layer) {
    std::erase(layers_now_, layer);
    show();
}

void LayerSignals::show() {
    const auto now = now_ps();
    recorder_.set(current_, now, layers_now_.empty() ? kUndriven : Level(layers_now_.front()));
    recorder_.set(under_way_, now, layers_now_.size());
    const auto wanted = std::count_if(layers_now_.begin(), layers_now_.end(),
                                      [this](std::uint32_t layer) { return layer < wanted_.size() && wanted_[layer]; });
    recorder_.set_layers(now, static_cast<std::uint64_t>(wanted));
}

} // namespace stavp::trace
