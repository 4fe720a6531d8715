#include "platform/run/layer_observer.h"
#include "platform/run/action_counts.h"
#include "platform/run/engine_reports.h"
#include "platform/run/layer_bytes.h"
#include "platform/run/tensor_reader.h"

#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp {

namespace {

bool is_product(const nmw_layer& layer) {
    return layer.op == NMW_OP_GEMM || layer.op == NMW_OP_ATTENTION;
}

/// Multiply-accumulates that the array executes for a layer.
std::uint64_t kept_macs(const workloads::Image& image, const nmw_layer& layer) {
    const auto dense = dense_macs(image, layer);
    if (layer.op != NMW_OP_GEMM) return dense;
    const auto& weight = image.tensors()[layer.weight];
    return weight.pattern_n == 0 ? dense : dense * weight.pattern_n / weight.pattern_m;
}

/// Of everything else in a layer, for estimating progress: an element counts as much as a product of 64.
std::uint64_t element_weight(const nmw_layer& layer) {
    constexpr std::uint64_t kPerElement = 64;
    return kPerElement * layer.rows * layer.cols;
}

std::vector<LayerProduct> products_of(const workloads::Image& image, const nmw_layer& layer) {
    if (layer.op == NMW_OP_GEMM) return {{1, layer.rows, layer.cols, layer.k}};
    if (layer.op != NMW_OP_ATTENTION) return {};
    const auto& header = image.header();
    const auto heads = std::uint64_t{header.sequence_count} * layer.heads;
    return {{heads, header.seq, header.seq, layer.head_dim}, {heads, header.seq, layer.head_dim, header.seq}};
}

const EngineShare& share_of(const std::vector<EngineShare>& shares, std::string_view engine) {
    return *std::find_if(shares.begin(), shares.end(), [&](const auto& share) { return share.name == engine; });
}

} // namespace

std::uint64_t dense_macs(const workloads::Image& image, const nmw_layer& layer) {
    if (layer.op == NMW_OP_GEMM) return std::uint64_t{layer.rows} * layer.k * layer.cols;
    if (layer.op != NMW_OP_ATTENTION) return 0;
    const std::uint64_t seq = image.header().seq;
    constexpr std::uint64_t kProducts = 2; // Q K^T and P V
    return kProducts * image.header().sequence_count * layer.heads * seq * seq * layer.head_dim;
}

Counters dram_counters(const Ddr& ddr) {
    const auto s = ddr.statistics();
    return {{"reads", s.reads},
            {"writes", s.writes},
            {"read_bytes", s.read_bytes},
            {"write_bytes", s.write_bytes},
            {"row_hits", s.row_hits},
            {"row_misses", s.row_misses},
            {"row_conflicts", s.row_conflicts},
            {"refreshes", s.refreshes},
            {"busy_clocks", s.busy_clocks}};
}

LayerObserver::LayerObserver(Soc& soc, const workloads::Image& image, std::uint64_t image_base, bool check)
    : soc_(soc), image_(image), image_base_(image_base), check_(check) {
    soc_.sysctl.on_layer_begin([this](std::uint32_t layer, std::uint32_t, std::uint32_t) { begin(layer); });
    soc_.sysctl.on_layer_fused([this](std::uint32_t layer) {
        if (layer < image_.layers().size()) fused_.push_back(layer);
    });
    soc_.sysctl.on_layer_end([this](std::uint32_t layer) { end(layer); });
}

LayerObserver::Snapshot LayerObserver::snapshot() const {
    return {soc_.accelerator_clock.cycles_at(sc_core::sc_time_stamp()),
            soc_.sta.macs(),
            engine_shares(soc_),
            dram_counters(soc_.ddr),
            bus_counters(soc_),
            host_counters(soc_),
            action_counts(soc_),
            soc_.softmax.elements(),
            soc_.vector.elements()};
}

bool LayerObserver::Ended::holds(std::uint32_t index) const {
    return layer == index || std::find(fused.begin(), fused.end(), index) != fused.end();
}

bool LayerObserver::has_ended(std::uint32_t layer) const {
    return std::any_of(ended_.begin(), ended_.end(), [&](const Ended& ended) { return ended.holds(layer); });
}

void LayerObserver::begin(std::uint32_t layer) {
    forget(layer);
    begun_[layer] = snapshot();
}

void LayerObserver::forget(std::uint32_t layer) {
    const auto found =
        std::find_if(ended_.begin(), ended_.end(), [&](const Ended& ended) { return ended.layer == layer; });
    if (found == ended_.end()) return;
    ended_count_ -= 1 + found->fused.size();
    layers_.erase(layers_.begin() + (found - ended_.begin()));
    ended_.erase(found);
}

void LayerObserver::end(std::uint32_t layer) {
    const auto begun = begun_.find(layer);
    if (layer >= image_.layers().size() || begun == begun_.end()) return; // the guest's mistake; it fails the check
    layers_.push_back(measure(layer, begun->second));
    begun_.erase(begun);
    auto check = check_ ? check_layer(layer) : CheckReport{};
    ended_count_ += 1 + fused_.size();
    ended_.push_back({layer, std::move(fused_), std::move(check)});
    fused_.clear();
}

const nmw_layer& LayerObserver::last_of(std::uint32_t layer) const {
    return image_.layers()[fused_.empty() ? layer : fused_.back()];
}

LayerReport LayerObserver::measure(std::uint32_t index, const Snapshot& before) {
    const auto& layer = image_.layers()[index];
    const auto after = snapshot();
    LayerReport report;
    report.name = workloads::name_of(layer);
    report.op = workloads::op_name(layer.op);
    for (const auto fused : fused_) {
        report.op += '+';
        report.op += workloads::op_name(image_.layers()[fused].op);
        report.fused.emplace_back(workloads::name_of(image_.layers()[fused]));
    }
    report.on_array = is_product(layer);
    report.products = products_of(image_, layer);
    if (layer.op == NMW_OP_GEMM) {
        const auto& weight = image_.tensors()[layer.weight];
        report.pattern_n = weight.pattern_n;
        report.pattern_m = weight.pattern_m;
    }
    report.begin_cycle = before.cycle;
    report.end_cycle = after.cycle;
    report.cycles = after.cycle - before.cycle;
    report.macs = soc_.sta.macs_of_layer(index);
    report.macs_dense = dense_macs(image_, layer);
    const auto& array = soc_.sta.config();
    const auto offered = static_cast<double>(report.cycles) * array.rows * array.cols * array.lanes;
    report.utilisation = offered > 0 ? static_cast<double>(after.macs - before.macs) / offered : 0;
    report.engines = difference(after.engines, before.engines);
    const auto& engine = share_of(report.engines, report.on_array ? "sta" : "vector");
    report.activities = engine.activities;
    report.waits = engine.waits;
    report.dram = difference(after.dram, before.dram);
    report.bus = difference(after.bus, before.bus);
    report.host = difference(after.host, before.host);
    report.actions = difference(after.actions, before.actions);
    report.softmax_elements = after.softmax_elements - before.softmax_elements;
    report.vector_elements = after.vector_elements - before.vector_elements;
    report.operand_bytes = operand_bytes(image_, index, fused_);
    if (const auto text = contradiction_in(report.engines); !text.empty() && contradiction_.empty())
        contradiction_ = fmt::format("in layer '{}' {}", report.name, text);
    return report;
}

CheckReport LayerObserver::check_layer(std::uint32_t layer) const {
    CheckReport report;
    const auto& tensor = image_.tensors()[last_of(layer).output];
    report.layers_through_successor = fused_.size();
    const auto expected = image_.golden(tensor);
    if (expected.empty()) return report;
    const auto got = read_tensor(soc_, image_, image_base_, tensor);
    if (!got) {
        report.unreadable = 1;
        report.first_unreadable = layer_name(layer);
        return report;
    }
    check_output(tensor, expected, *got, {soc_.sysctl.tile_rows(), soc_.sysctl.tile_cols()}, layer_name(layer), report);
    return report;
}

CheckReport LayerObserver::check() const {
    CheckReport sum;
    sum.enabled = check_;
    for (const auto& ended : ended_) {
        sum.compared += ended.check.compared;
        sum.mismatches += ended.check.mismatches;
        sum.unreadable += ended.check.unreadable;
        sum.layers_through_successor += ended.check.layers_through_successor;
        if (!sum.first_mismatch) sum.first_mismatch = ended.check.first_mismatch;
        if (sum.first_unreadable.empty()) sum.first_unreadable = ended.check.first_unreadable;
    }
    sum.passed = check_ && sum.mismatches == 0 && sum.unreadable == 0 && ended_count_ == image_.layers().size();
    return sum;
}

double LayerObserver::done_share() const {
    std::uint64_t done = 0;
    std::uint64_t all = 0;
    for (std::uint32_t i = 0; i < image_.layers().size(); ++i) {
        const auto& layer = image_.layers()[i];
        const auto macs = kept_macs(image_, layer);
        const auto elements = element_weight(layer);
        all += macs + elements;
        done += has_ended(i) ? macs + elements : std::min(macs, soc_.sta.macs_of_layer(i));
    }
    return all == 0 ? 0 : static_cast<double>(done) / static_cast<double>(all);
}

std::string LayerObserver::current_layer() const {
    return begun_.empty() ? "" : layer_name(begun_.begin()->first);
}

std::string LayerObserver::layer_name(std::uint32_t layer) const {
    return layer < image_.layers().size() ? std::string(workloads::name_of(image_.layers()[layer]))
                                          : std::to_string(layer);
}

} // namespace stavp
