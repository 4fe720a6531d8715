#include "platform/energy/area_model.h"
#include "platform/sweep/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace stavp;
using namespace stavp::sweep;

namespace {

/// 1000 cycles at 500 MHz: 2000 ns. Three products of 600 MACs when dense: one dense, one 2:4, one 1:4.
nlohmann::ordered_json small_run() {
    return nlohmann::ordered_json::parse(R"({
        "status": "ok", "cycles": 1000, "time_ns": 2000.0, "instructions": 77,
        "layers": [
            {"pattern": "dense", "macs_dense": 600}, {"pattern": "2:4", "macs_dense": 600},
            {"pattern": "1:4", "macs_dense": 600}, {"pattern": null, "macs_dense": 0}],
        "engines": {"sta": {"macs": 1050, "busy": 250}},
        "dram": {"read_bytes": 3000, "write_bytes": 1000},
        "energy": {"pj": 5e6}})");
}

struct Machine {
    config::PlatformConfig config =
        config::load_platform(STAVP_SOURCE_DIR "/configs/platforms/default.yaml",
                              {"sta.rows=2", "sta.cols=3", "sta.lanes=4"}, STAVP_SOURCE_DIR "/configs/dram");
    AreaTables tables{config::load_asic_area("area", "asic45", {STAVP_SOURCE_DIR "/configs/area"}),
                      config::load_fpga_area("area", "ultrascale_plus", {STAVP_SOURCE_DIR "/configs/area"})};

    Row row(std::optional<double> accuracy = std::nullopt) const {
        Row row;
        row.metrics = metrics_of(small_run(), config, tables, accuracy);
        return row;
    }
};

} // namespace

TEST(metrics, follow_from_the_counts_of_the_summary) {
    const auto row = Machine().row();
    EXPECT_EQ(metric(row, "cycles"), 1000);
    EXPECT_DOUBLE_EQ(*metric(row, "latency_ms"), 0.002);
    EXPECT_EQ(metric(row, "instructions"), 77);
    EXPECT_EQ(metric(row, "macs"), 1050);
    EXPECT_EQ(metric(row, "macs_dense"), 1800);
    EXPECT_DOUBLE_EQ(*metric(row, "array_busy"), 0.25);
    EXPECT_DOUBLE_EQ(*metric(row, "array_utilisation"), 1050.0 / (1000 * 2 * 3 * 4));
    EXPECT_EQ(metric(row, "dram_bytes"), 4000);
    EXPECT_DOUBLE_EQ(*metric(row, "dram_gb_s"), 2.0); // 4000 bytes in 2000 ns
    EXPECT_DOUBLE_EQ(*metric(row, "energy_mj"), 0.005);
    EXPECT_DOUBLE_EQ(*metric(row, "power_w"), 2.5); // 5 uJ in 2 us
    EXPECT_DOUBLE_EQ(*metric(row, "ideal_speedup"), 1800.0 / (600 + 300 + 150));
}

TEST(metrics, take_area_from_the_tables_of_stavp_area) {
    const Machine machine;
    const auto row = machine.row();
    const auto fpga = fpga_area(machine.config, machine.tables.fpga);
    EXPECT_DOUBLE_EQ(*metric(row, "dsps"), sum_of(fpga, "dsp").amount);
    EXPECT_DOUBLE_EQ(*metric(row, "luts"), sum_of(fpga, "lut").amount);
    EXPECT_DOUBLE_EQ(*metric(row, "area_mm2"),
                     sum_of(asic_area(machine.config, machine.tables.asic), "um2").amount / 1e6);
}

TEST(metrics, have_no_accuracy_where_none_is_known) {
    const Machine machine;
    EXPECT_EQ(metric(machine.row(), "accuracy"), std::nullopt);
    EXPECT_EQ(metric(machine.row(86.9), "accuracy"), 86.9);
}

TEST(metrics, always_have_the_same_columns) {
    const auto metrics = Machine().row().metrics;
    const auto empty = no_metrics();
    ASSERT_EQ(metrics.size(), kMetricNames.size());
    ASSERT_EQ(empty.size(), kMetricNames.size());
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        EXPECT_EQ(metrics[i].name, kMetricNames[i]);
        EXPECT_EQ(empty[i].name, kMetricNames[i]);
        EXPECT_FALSE(empty[i].value);
    }
}

TEST(metrics, name_the_pattern_of_pruned_products) {
    auto run = small_run();
    EXPECT_EQ(pattern_of_run(run), "mixed");
    run["layers"][2]["pattern"] = "2:4";
    EXPECT_EQ(pattern_of_run(run), "2:4");
    run["layers"][1]["pattern"] = run["layers"][2]["pattern"] = "dense";
    EXPECT_EQ(pattern_of_run(run), "dense");
}
