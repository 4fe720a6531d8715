#include "platform/config/platform_config.h"
#include "platform/sweep/effect_rules.h"
#include "tests/sweep/sweep_text.h"

#include <gtest/gtest.h>
#include <set>

namespace {

using namespace stavp;

TEST(EffectRules, name_keys_once_and_conditions_that_can_be_read) {
    config::PlatformConfig platform;
    sweep::WorkloadKeys workload;
    auto keys = config::platform_schema(platform);
    for (auto& field : sweep::workload_schema(workload))
        keys.push_back(field);
    std::set<std::string_view> seen;
    for (const auto& rule : sweep::effect_rules()) {
        EXPECT_TRUE(seen.insert(rule.key).second) << rule.key;
        EXPECT_NO_THROW(sweep::Expression(rule.key, keys));
        EXPECT_EQ(sweep::Expression(rule.condition, keys).type(), sweep::ExpressionType::boolean);
    }
}

TEST(EffectRules, an_axis_without_effect_anywhere_is_refused) {
    const std::string axes = "axes: {ddr.row_timeout_clk: [100, 200]";
    const auto refused = "s.yaml:2: ddr.row_timeout_clk: has no effect on the results of any point: it needs "
                         "ddr.page_policy == timeout and sim.fidelity == at";
    EXPECT_EQ(refusal_of(kSynth + axes + "}\n"), refused);
    EXPECT_EQ(refusal_of(kSynth + axes + ", ddr.page_policy: [open, closed]}\n"), refused);
    EXPECT_EQ(
        refusal_of(kSynth + axes + ", ddr.page_policy: [open, timeout]}\nconstraints: [ddr.page_policy == open]\n"),
        refused);
    EXPECT_EQ(refusal_of(kSynth + axes + ", ddr.page_policy: [open, timeout]}\n"), "accepted");
    EXPECT_EQ(refusal_of(kSynth + axes + "}\nset: {ddr.page_policy: timeout}\n"), "accepted");
    EXPECT_EQ(refusal_of(kSynth + axes + "}\nset: {ddr.page_policy: timeout, sim.fidelity: lt}\n"), refused);
}

TEST(EffectRules, derived_and_fixed_keys_are_held_to_them_too) {
    const std::string axis = "axes: {sta.rows: [8, 16]}\n";
    EXPECT_EQ(
        refusal_of(kSynth + axis + "set: {ddr.scheduler: fcfs, ddr.starvation_cap: 3}\n"),
        "s.yaml:3: ddr.starvation_cap: has no effect on the results of any point: it needs ddr.scheduler == frfcfs "
        "and sim.fidelity == at");
    EXPECT_EQ(
        refusal_of(kSynth + axis + "set: {ddr.scheduler: fcfs}\nderived: {ddr.starvation_cap: sta.rows}\n"),
        "s.yaml:4: ddr.starvation_cap: has no effect on the results of any point: it needs ddr.scheduler == frfcfs "
        "and sim.fidelity == at");
}

TEST(EffectRules, keys_on_which_no_result_depends_are_no_axes) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {trace.from_ns: [0, 100]}\n"),
              "s.yaml:2: trace.from_ns: has no effect on the results");
    EXPECT_EQ(refusal_of(kSynth + "axes: {cpu.pmp_entries: [8, 16]}\n"),
              "s.yaml:2: cpu.pmp_entries: has no effect on the results");
    EXPECT_EQ(refusal_of(kSynth + "axes: {ddr.bytes: [256MiB, 512MiB]}\n"),
              "s.yaml:2: ddr.bytes: has no effect on the results");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 16]}\nset: {ddr.bytes: 1GiB}\n"), "accepted");
    EXPECT_EQ(refusal_of(kSynth + "axes: {energy.table: [asic45, asic7]}\n"), "accepted");
}

TEST(EffectRules, a_decoder_needs_sparse_weights) {
    const std::string axes = "axes: {sta.decoder_groups_per_cycle: [8, 16]}\n";
    EXPECT_EQ(refusal_of("workload: {synth: bert-base, layers: 1}\n" + axes),
              "s.yaml:2: sta.decoder_groups_per_cycle: has no effect on the results of any point: it needs "
              "workload.pattern != dense");
    EXPECT_EQ(refusal_of(kSynth + axes), "accepted");
}

} // namespace
