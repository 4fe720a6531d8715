#include "platform/gemm/rehearsal.h"

#include "models/sta/sta_timing.h"
#include "platform/gemm/slots.h"
#include "platform/gemm/steps.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <vector>

namespace stavp::gemm {

namespace {

// Measured on the default platform with operands that wait for nothing but the bus.
constexpr double kBusShare = 0.85;      ///< of its width that all transfers together get
constexpr double kChannelShare = 0.65;  ///< that one channel gets
constexpr double kTransferCycles = 60;  ///< before the first byte of a transfer has come
constexpr std::uint64_t kRowBytes = 64; ///< that the start of a row costs where rows do not follow one another

class Rehearsal {
public:
    Rehearsal(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling)
        : config_(config), problem_(problem), tiling_(tiling),
          width_(config.bus.bytes_per_cycle * config.bus.clock_mhz / config.sta_clock_mhz), x_slots_(tiling.x_slots),
          w_slots_(tiling.w_slots) {}

    double run() {
        const auto steps = steps_of(problem_, tiling_);
        auto ready = load(steps[0], 0);
        for (std::uint64_t i = 0; i < steps.size(); ++i) {
            const auto now = ready;
            if (i + 1 < steps.size()) ready = load(steps[i + 1], i + 1);
            multiply(steps[i], now);
            if (steps[i].last) store(steps[i]);
        }
        return stored_.back();
    }

private:
    double transfer(std::uint64_t bytes, double from, double& channel) {
        const auto start = std::max(from, channel);
        const auto size = static_cast<double>(bytes);
        bus_free_ = std::max(bus_free_, start) + size / (width_ * kBusShare);
        channel = std::max(bus_free_, start + size / (width_ * kChannelShare)) + kTransferCycles;
        return channel;
    }

    std::uint64_t cut(std::uint64_t rows) const { return tiling_.k < problem_.k ? rows * kRowBytes : 0; }

    double end_of_product(std::uint64_t count) const { return count == 0 ? 0 : products_[count - 1]; }

    double load(const Step& step, std::uint64_t use) {
        const auto x = x_slots_.take(x_tile_of(problem_, tiling_, step), use);
        const auto w = w_slots_.take(w_tile_of(problem_, tiling_, step), use);
        if (x.load)
            x_loaded_.push_back(transfer(x_tile_bytes(problem_, step.rows, step.depth) + cut(step.rows),
                                         end_of_product(x.free_at), channel(0)));
        if (w.load)
            w_loaded_.push_back(transfer(w_tile_bytes(problem_, step.channels, step.depth) + cut(step.channels),
                                         end_of_product(w.free_at), channel(1)));
        return std::max(x_loaded_[x.loads - 1], w_loaded_[w.loads - 1]);
    }

    void multiply(const Step& step, double ready) {
        auto start = std::max(ready, products_.empty() ? 0.0 : products_.back());
        if (step.last && stored_.size() >= 2) start = std::max(start, stored_[stored_.size() - 2]);
        products_.push_back(start + static_cast<double>(cycles_of(step)));
    }

    void store(const Step& step) {
        stored_.push_back(transfer(step.rows * step.channels * problem_.output_bytes(), products_.back(), channel(2)));
    }

    std::uint64_t cycles_of(const Step& step) {
        const auto [known, fresh] =
            cycles_.try_emplace({step.rows, step.channels, step.depth, step.first, step.last}, 0);
        if (fresh)
            known->second =
                command_cycles(config_, problem_, step.rows, step.channels, step.depth, step.first, step.last);
        return known->second;
    }

    double& channel(std::size_t wanted) { return channels_[wanted % std::min<std::size_t>(config_.dma.channels, 3)]; }

    const config::PlatformConfig& config_;
    const Problem& problem_;
    const Tiling& tiling_;
    double width_;
    Slots x_slots_;
    Slots w_slots_;
    double bus_free_ = 0;
    std::array<double, 3> channels_{};
    std::vector<double> x_loaded_, w_loaded_, products_, stored_;
    std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, bool, bool>, std::uint64_t> cycles_;
};

} // namespace

std::uint64_t command_cycles(const config::PlatformConfig& config, const Problem& problem, std::uint64_t m,
                             std::uint64_t n, std::uint64_t k, bool first, bool last) {
    constexpr std::uint64_t kDispatch = 1;
    constexpr std::uint64_t kMostFolds = 4096; // beyond, the ports' part is left out
    auto shape = problem.shape();
    shape.m = static_cast<std::uint32_t>(m);
    shape.n = static_cast<std::uint32_t>(n);
    shape.k = static_cast<std::uint32_t>(k);
    shape.partial_sum_in = !first;
    if (!last) shape.result_bytes = sizeof(std::int32_t);
    const auto& sta = config.sta;
    const auto outer =
        sta.dataflow == Dataflow::weight_stationary ? (k + sta.rows - 1) / sta.rows : (m + sta.rows - 1) / sta.rows;
    const auto folds = (n + sta.cols - 1) / sta.cols * outer;
    return kDispatch + (folds > kMostFolds ? ideal_sta_cycles(sta, shape) : sta_cycles(sta, shape)).total();
}

double rehearse(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling) {
    return Rehearsal(config, problem, tiling).run();
}

} // namespace stavp::gemm
