#include "platform/energy/energy_model.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;

const std::filesystem::path kSource = STAVP_SOURCE_DIR;
constexpr double kKib = 1024;

config::PlatformConfig platform(const std::vector<std::string>& overrides = {}) {
    return config::load_platform(kSource / "configs/platforms/default.yaml", overrides, kSource / "configs/dram");
}

const ActionCost& cost_of(const std::vector<ActionCost>& costs, const std::string& name) {
    for (const auto& cost : costs)
        if (cost.name == name) return cost;
    throw std::out_of_range(name);
}

// 3 x 5 pJ with a factor of 2, and 10 x 0.1 pJ with a factor of 4, in two parts.
TEST(EnergyModel, energy_is_the_sum_of_counts_times_costs) {
    const auto report =
        energy_of({{"sta.multiplies", 3}, {"dram.reads", 10}}, {{"dram.reads", 0.1, 4}, {"sta.multiplies", 5, 2}});
    EXPECT_DOUBLE_EQ(report.total.pj, 3 * 5 + 10 * 0.1);
    EXPECT_DOUBLE_EQ(report.total.low_pj, 15 / 2.0 + 1 / 4.0);
    EXPECT_DOUBLE_EQ(report.total.high_pj, 15 * 2.0 + 1 * 4.0);
    ASSERT_EQ(report.parts.size(), 2u);
    EXPECT_EQ(report.parts[0].part, "sta");
    EXPECT_DOUBLE_EQ(report.parts[0].energy.pj, 15);
    EXPECT_EQ(report.actions[1].action, "reads");
    EXPECT_EQ(report.actions[1].count, 10u);
}

TEST(EnergyModel, a_count_without_a_cost_is_refused) {
    EXPECT_THROW(energy_of({{"sta.magic", 1}}, {}), std::invalid_argument);
}

// asic45: 10, 20 and 100 pJ at 8 KiB, 32 KiB and 1 MiB; straight lines between their logarithms, continued outside.
TEST(EnergyModel, sram_energy_follows_the_size) {
    const auto table = platform().energy;
    EXPECT_NEAR(sram_access(table, 8 * kKib).value, 10, 1e-9);
    EXPECT_NEAR(sram_access(table, 32 * kKib).value, 20, 1e-9);
    EXPECT_NEAR(sram_access(table, 1024 * kKib).value, 100, 1e-9);
    EXPECT_NEAR(sram_access(table, 16 * kKib).value, 14.142135623730951, 1e-9);
    EXPECT_NEAR(sram_access(table, 4 * kKib).value, 7.0710678118654755, 1e-9);
    EXPECT_NEAR(sram_access(table, 4096 * kKib).value, 190.3653938715879, 1e-9);
}

// Default platform with asic45 and DDR4-2400, each cost written out by hand.
TEST(EnergyModel, costs_are_those_of_the_tables) {
    const auto costs = action_costs(platform());
    EXPECT_DOUBLE_EQ(cost_of(costs, "sta.multiplies").pj, 0.2);
    EXPECT_DOUBLE_EQ(cost_of(costs, "sta.additions").pj, 0.1);
    EXPECT_DOUBLE_EQ(cost_of(costs, "cpu.instructions").pj, 70);
    EXPECT_DOUBLE_EQ(cost_of(costs, "dram.activates").pj, 3351);
    EXPECT_DOUBLE_EQ(cost_of(costs, "dram.background_ns").pj, 413);              // 1 mW ns = 1 pJ
    EXPECT_DOUBLE_EQ(cost_of(costs, "leakage.buffers_ns").pj, 896 * 20 * 1e-3);  // KiB, uW each, 1 uW ns = 1e-3 pJ
    EXPECT_DOUBLE_EQ(cost_of(costs, "leakage.array_ns").pj, 32 * 32 * 1 * 1e-3); // multipliers
    // 128 KiB: half of the way from 32 KiB to 512 KiB in logarithms is 2/5 of that to 1 MiB: 20 * 5^(2/5) per 8 bytes.
    EXPECT_NEAR(cost_of(costs, "output_buffer.engine_bytes").pj, 38.073078774317581 / 8, 1e-9);
}

TEST(EnergyModel, every_figure_of_the_tables_changes_a_cost) {
    const auto sums = [](const config::PlatformConfig& config) {
        std::vector<double> values;
        for (const auto& cost : action_costs(config))
            values.push_back(cost.pj);
        return values;
    };
    auto config = platform({"buffers.input.bytes=16KiB"}); // 8 KiB matters only below 32 KiB
    const auto before = sums(config);
    for (const auto& field : kEnergyFigures) {
        auto changed = config;
        (changed.energy.*field.member).value *= 2;
        EXPECT_NE(sums(changed), before) << field.name;
    }
    for (const auto& field : kDramEnergyFigures) {
        auto changed = config;
        (changed.dram_energy.*field.member).value *= 2;
        EXPECT_NE(sums(changed), before) << field.name;
    }
}

} // namespace
