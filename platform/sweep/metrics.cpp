#include "platform/sweep/metrics.h"
#include "platform/energy/area_model.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

namespace stavp::sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kNsPerMs = 1e6;
constexpr double kPjPerMj = 1e9;
constexpr double kMwPerW = 1e3; // pJ per ns are mW
constexpr double kUm2PerMm2 = 1e6;
constexpr auto kDense = "dense";

double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
}

double number_at(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// N/M of "N:M"; 1 of anything else.
double kept_share(const std::string& pattern) {
    const auto colon = pattern.find(':');
    if (colon == std::string::npos) return 1;
    return ratio(number_at(pattern), number_at(std::string_view(pattern).substr(colon + 1)));
}

/// "" for a layer that is no product.
std::string pattern_of_layer(const Json& layer) {
    const auto& pattern = layer.at("pattern");
    return pattern.is_string() ? pattern.get<std::string>() : "";
}

struct Products {
    std::uint64_t dense = 0;
    double kept = 0;
};

Products products_of(const Json& summary) {
    Products products;
    for (const auto& layer : summary.at("layers")) {
        const auto dense = layer.at("macs_dense").get<std::uint64_t>();
        products.dense += dense;
        products.kept += static_cast<double>(dense) * kept_share(pattern_of_layer(layer));
    }
    return products;
}

} // namespace

std::vector<Metric> metrics_of(const Json& summary, const config::PlatformConfig& config, const AreaTables& tables,
                               std::optional<double> accuracy) {
    const auto cycles = summary.at("cycles").get<std::uint64_t>();
    const auto time_ns = summary.at("time_ns").get<double>();
    const auto& array = summary.at("engines").at("sta");
    const auto macs = array.at("macs").get<std::uint64_t>();
    const auto multipliers = static_cast<double>(config.sta.rows) * config.sta.cols * config.sta.lanes;
    const auto offered = static_cast<double>(cycles) * multipliers;
    const auto& dram = summary.at("dram");
    const auto dram_bytes = dram.at("read_bytes").get<std::uint64_t>() + dram.at("write_bytes").get<std::uint64_t>();
    const auto energy_pj = summary.at("energy").at("pj").get<double>();
    const auto fpga = fpga_area(config, tables.fpga);
    const auto products = products_of(summary);
    std::vector<Metric> metrics = {
        {"cycles", cycles},
        {"latency_ms", time_ns / kNsPerMs},
        {"instructions", summary.at("instructions").get<std::uint64_t>()},
        {"macs", macs},
        {"macs_dense", products.dense},
        {"array_busy", ratio(array.at("busy").get<double>(), static_cast<double>(cycles))},
        {"array_utilisation", ratio(static_cast<double>(macs), offered)},
        {"dram_bytes", dram_bytes},
        {"dram_gb_s", ratio(static_cast<double>(dram_bytes), time_ns)},
        {"energy_mj", energy_pj / kPjPerMj},
        {"power_w", ratio(energy_pj, time_ns) / kMwPerW},
        {"area_mm2", sum_of(asic_area(config, tables.asic), "um2").amount / kUm2PerMm2},
        {"dsps", sum_of(fpga, "dsp").amount},
        {"luts", sum_of(fpga, "lut").amount},
        {"accuracy"},
        {"ideal_speedup", ratio(static_cast<double>(products.dense), products.kept)},
    };
    for (auto& metric : metrics)
        if (metric.name == "accuracy" && accuracy) metric.value = *accuracy;
    return metrics;
}

std::vector<Metric> no_metrics() {
    std::vector<Metric> metrics;
    for (const auto name : kMetricNames)
        metrics.push_back({std::string(name)});
    return metrics;
}

std::string pattern_of_run(const Json& summary) {
    std::set<std::string> pruned;
    for (const auto& layer : summary.at("layers")) {
        const auto pattern = pattern_of_layer(layer);
        if (!pattern.empty() && pattern != kDense) pruned.insert(pattern);
    }
    if (pruned.empty()) return kDense;
    return pruned.size() == 1 ? *pruned.begin() : "mixed";
}

} // namespace stavp::sweep
