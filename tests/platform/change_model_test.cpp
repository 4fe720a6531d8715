#include "platform/report/candidate_changes.h"
#include "platform/report/change_model.h"

#include <gmock/gmock.h>

namespace {

using namespace stavp;

/// The array busy for 9000 of 10000 cycles of one dense product of 64 x 64 x 2304: 2 x 2 folds of 2304 beats less what
/// a neighbour did; 64000 bytes moved, 2000 cycles of a bus of 32.
RunResult one_layer() {
    LayerReport layer;
    layer.name = "ffn";
    layer.op = "gemm";
    layer.on_array = true;
    layer.cycles = 10000;
    layer.products = {{1, 64, 64, 2304}};
    layer.activities[activity_index(Activity::busy)] = 9000;
    layer.activities[activity_index(Activity::weights)] = 1000;
    layer.engines = {{"sta", 10000, layer.activities, {}}};
    layer.host = {{"cycles", 20000}, {"wfi_cycles", 18000}};
    layer.roofline.emplace();
    layer.roofline->moved_bytes = 64000;
    layer.roofline->operand_bytes = 64000;
    RunResult result;
    result.cycles = 12000;
    result.layers = {layer};
    return result;
}

KeyChange change(const std::string& key, const std::string& to) {
    return {key, "", to};
}

TEST(ChangeModel, a_faster_array_saves_its_share_of_the_busy_time) {
    const auto result = one_layer();
    const config::PlatformConfig config;
    const ChangeModel model(result, config);
    EXPECT_DOUBLE_EQ(model.outside_layers(), 2000);
    // Ports as wide as the array: 64 results of the last fold leave in 16 cycles with any number of lanes.
    EXPECT_NEAR(model.predict(change("sta.lanes", "2")).saved_cycles, 4500, 15);
}

TEST(ChangeModel, a_change_saves_no_more_than_what_the_next_bottleneck_leaves) {
    auto result = one_layer();
    result.layers[0].roofline->moved_bytes = 32 * 7760; // 8000 cycles of the bus at 97 %
    const config::PlatformConfig config;
    const ChangeModel model(result, config);
    const auto predicted = model.predict(change("sta.lanes", "2"));
    EXPECT_NEAR(predicted.saved_cycles, 1000, 1);
    EXPECT_EQ(predicted.next, Resource::bus);
    // 9000 cycles of the layer are paced by the bus, 2000 outside of it by the host.
    EXPECT_NEAR(predicted.next_share, 9000.0 / 11000, 1e-3);
}

TEST(ChangeModel, rows_without_work_for_them_save_nothing) {
    auto result = one_layer();
    result.layers[0].products = {{1, 32, 64, 2304}};
    const config::PlatformConfig config;
    EXPECT_DOUBLE_EQ(ChangeModel(result, config).predict(change("sta.rows", "64")).saved_cycles, 0);
    EXPECT_GT(ChangeModel(result, config).predict(change("sta.cols", "64")).saved_cycles, 4000);
}

TEST(ChangeModel, lanes_beyond_the_kept_weights_of_a_group_save_nothing) {
    auto result = one_layer();
    result.layers[0].pattern_n = 2;
    result.layers[0].pattern_m = 4;
    config::PlatformConfig config;
    config.sta.lanes = 2;
    EXPECT_DOUBLE_EQ(ChangeModel(result, config).predict(change("sta.lanes", "4")).saved_cycles, 0);
}

TEST(ChangeModel, a_wider_bus_saves_no_more_than_the_waits) {
    const auto result = one_layer();
    const config::PlatformConfig config;
    // 2000 cycles of bus; then DDR, 38.4 bytes per cycle at 90 %, takes 1852.
    EXPECT_NEAR(ChangeModel(result, config).predict(change("bus.bytes_per_cycle", "64")).saved_cycles, 148, 2);
}

TEST(ChangeModel, a_faster_host_halves_what_lies_outside_of_the_layers) {
    const auto result = one_layer();
    const config::PlatformConfig config;
    EXPECT_DOUBLE_EQ(ChangeModel(result, config).predict(change("cpu.clock_mhz", "2000")).saved_cycles, 1000);
}

TEST(ChangeModel, the_best_are_suggested_and_neither_small_savings_nor_columns_beside_rows_and_lanes) {
    auto result = one_layer();
    result.cycles = 10000;
    const config::PlatformConfig config;
    const auto best = ChangeModel(result, config).best(3);
    ASSERT_EQ(best.size(), 2u); // a wider bus saves 148
    EXPECT_EQ(best[0].change.key, "sta.lanes");
    EXPECT_EQ(best[1].change.key, "sta.rows");
    EXPECT_EQ(ChangeModel(result, config).best(1).size(), 1u);
}

TEST(CandidateChanges, every_candidate_is_one_key_of_a_machine_that_its_range_allows) {
    config::PlatformConfig config;
    config.sta.lanes = 32; // the most
    config.scheduler.prefetch = false;
    const auto changes = candidate_changes(config);
    const auto has = [&](const std::string& key, const std::string& to) {
        return std::any_of(changes.begin(), changes.end(),
                           [&](const KeyChange& entry) { return entry.key == key && entry.to == to; });
    };
    EXPECT_TRUE(has("sta.rows", "64"));
    EXPECT_TRUE(has("scheduler.prefetch", "true"));
    EXPECT_FALSE(has("scheduler.fuse", "true")); // is so
    EXPECT_TRUE(has("buffers.input.bytes", "512KiB"));
    for (const auto& entry : changes) {
        EXPECT_NE(entry.key, "sta.lanes");
        EXPECT_NE(entry.from, entry.to) << entry.key;
        EXPECT_NO_THROW(with_change(config, entry));
    }
    EXPECT_EQ(with_change(config, change("sta.rows", "64")).sta.rows, 64u);
    EXPECT_EQ(with_change(config, change("sta.rows", "64")).sta.cols, config.sta.cols);
}

} // namespace
