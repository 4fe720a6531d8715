// --trace timeline, as a user calls it.

#include "tests/cli/small_workload.h"
#include "tests/timeline/timeline_check.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kAcceleratorPs = 2000; // 500 MHz, the bus as well
constexpr std::uint64_t kCpuPs = 1000;
const std::vector<std::string> kEngines = {"sta", "softmax", "vector", "dma0", "dma1", "dma2", "dma3"};

class TimelineRun : public SmallWorkload {
protected:
    Timeline timeline(const std::string& out) { return read_timeline(read_text(folder / out / "timeline.json")); }
};

const std::vector<Timeline::Slice>& commands_of(const Timeline& timeline, const std::string& track) {
    return timeline.tracks.at(track);
}

bool is_command(const Timeline::Slice& slice) {
    return slice.category == "command";
}

TEST_F(TimelineRun, every_event_keeps_the_rules_of_the_format) {
    const auto workload = synthesise("2:4");
    for (const std::string fidelity : {"at", "lt"}) {
        ASSERT_EQ(run(workload, fidelity, "--trace timeline --fidelity " + fidelity).exit_code, 0);
        const auto traced = timeline(fidelity);
        EXPECT_THAT(traced.faults, IsEmpty());
        for (const auto& engine : kEngines)
            EXPECT_TRUE(std::any_of(traced.tracks.at(engine).begin(), traced.tracks.at(engine).end(), is_command));
    }
}

// Every slice of an activity begins and ends at edges of the engine's clock.
TEST_F(TimelineRun, slices_of_each_activity_sum_to_the_cycles_of_the_summary_exactly) {
    const auto workload = synthesise("2:4");
    for (const std::string options : {"", "--fidelity lt", "--set buffers.weight.ping_pong=false"}) {
        ASSERT_EQ(run(workload, "out", "--trace timeline " + options).exit_code, 0);
        const auto traced = timeline("out");
        const auto counted = summary("out");
        for (const auto& engine : kEngines) {
            const auto& report = counted["engines"][engine];
            EXPECT_EQ(traced.total_ps(engine, "busy"), report["busy"].get<std::uint64_t>() * kAcceleratorPs) << engine;
            for (const auto& [cause, cycles] : report["stalls"].items())
                if (cause != "no_command") {
                    EXPECT_EQ(traced.total_ps(engine, cause), cycles.get<std::uint64_t>() * kAcceleratorPs)
                        << engine << ' ' << cause;
                }
        }
    }
}

TEST_F(TimelineRun, the_data_of_each_DRAM_channel_sum_to_its_busy_clocks) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace timeline --set ddr.channels=2").exit_code, 0);
    const auto traced = timeline("out");
    std::uint64_t clocks = 0;
    std::uint64_t bytes = 0;
    for (const std::string track : {"ddr0 data", "ddr1 data"})
        for (const auto& slice : traced.tracks.at(track)) {
            clocks += slice.args["clocks"].get<std::uint64_t>();
            bytes += slice.args["bytes"].get<std::uint64_t>();
        }
    EXPECT_EQ(clocks, summary("out")["dram"]["busy_clocks"]);
    EXPECT_EQ(bytes, clocks / 4 * 64); // DDR4: 64 bytes in four clocks
    EXPECT_GT(traced.counters.at("ddr1 GB/s"), 0u);
    EXPECT_GT(traced.counters.at("sta queue"), 0u);
}

TEST_F(TimelineRun, layers_last_as_long_as_the_summary_says_and_name_the_commands) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace timeline").exit_code, 0);
    const auto traced = timeline("out");
    const auto counted = summary("out");
    ASSERT_EQ(traced.layers.size(), counted["layers"].size());
    for (const auto& layer : counted["layers"]) {
        const auto found = std::find_if(traced.layers.begin(), traced.layers.end(),
                                        [&](const auto& slice) { return slice.name == layer["name"]; });
        ASSERT_NE(found, traced.layers.end()) << layer["name"];
        EXPECT_EQ(found->end_ps / kAcceleratorPs - found->begin_ps / kAcceleratorPs, layer["cycles"]);
    }
    const auto& products = commands_of(traced, "sta");
    const auto qkv = std::find_if(products.begin(), products.end(),
                                  [](const auto& slice) { return slice.name.starts_with("layer0.qkv tile "); });
    ASSERT_NE(qkv, products.end());
    EXPECT_EQ(qkv->args["pattern"], "2:4");
    EXPECT_EQ(qkv->args["k"], 64);
    EXPECT_EQ(qkv->args["write_bytes"], qkv->args["m"].get<int>() * qkv->args["n"].get<int>());
    std::uint64_t copied = 0;
    for (const auto& slice : traced.tracks.at("dma0"))
        if (is_command(slice)) copied += slice.args["write_bytes"].get<std::uint64_t>();
    EXPECT_EQ(copied, counted["engines"]["dma0"]["bytes"]);
}

TEST_F(TimelineRun, the_first_product_has_arrows_from_the_copies_that_brought_its_operands) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace timeline").exit_code, 0);
    const auto traced = timeline("out");
    const auto& slices = traced.tracks.at("sta");
    const auto first = std::find_if(slices.begin(), slices.end(), is_command);
    ASSERT_NE(first, slices.end());
    std::size_t arrows = 0;
    for (const auto& arrow : traced.arrows) {
        if (arrow.to != "sta" || arrow.to_ps >= first->end_ps) continue;
        EXPECT_THAT(arrow.from, testing::StartsWith("dma"));
        const auto& copies = traced.tracks.at(arrow.from);
        const auto copy = std::find_if(copies.begin(), copies.end(), [&](const auto& slice) {
            return is_command(slice) && slice.begin_ps <= arrow.from_ps && arrow.from_ps < slice.end_ps;
        });
        ASSERT_NE(copy, copies.end());
        const auto destination = copy->args["destination"].get<std::string>();
        EXPECT_TRUE(destination.starts_with("0x50") || destination.starts_with("0x51")) << destination;
        ++arrows;
    }
    EXPECT_GE(arrows, 3u); // activations, and values, map and records of the weights
}

TEST_F(TimelineRun, the_host_sleeps_as_long_as_the_summary_says_and_its_functions_have_names) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace timeline").exit_code, 0);
    const auto traced = timeline("out");
    EXPECT_EQ(traced.total_ps("cpu", "wfi"),
              summary("out")["engines"]["cpu"]["wfi_cycles"].get<std::uint64_t>() * kCpuPs);
    const auto has = [&](const std::string& name) {
        return std::any_of(traced.tracks.at("cpu").begin(), traced.tracks.at("cpu").end(),
                           [&](const auto& slice) { return slice.name == name; });
    };
    for (const std::string name : {"_start", "firmware_main", "flight_wait", "memset"})
        EXPECT_TRUE(has(name)) << name;
    EXPECT_FALSE(has("unknown"));
    EXPECT_THAT(traced.tracks, Contains(testing::Key("irq sync")));
}

TEST_F(TimelineRun, a_window_and_a_bound_leave_a_whole_file) {
    const auto workload = synthesise("2:4");
    ASSERT_EQ(run(workload, "time", "--trace timeline --set trace.from_ns=20000 --set trace.to_ns=30000").exit_code, 0);
    const auto in_time = timeline("time");
    EXPECT_THAT(in_time.faults, IsEmpty());
    std::size_t slices = 0;
    for (const auto& [track, all] : in_time.tracks)
        for (const auto& slice : all) {
            ++slices;
            EXPECT_GE(slice.begin_ps, 20'000'000u) << track;
            EXPECT_LT(slice.begin_ps, 30'000'000u) << track;
        }
    EXPECT_GT(slices, 50u);
    ASSERT_EQ(run(workload, "layer", "--trace timeline --set trace.layers=*.ffn1").exit_code, 0);
    const auto in_layer = timeline("layer");
    EXPECT_THAT(in_layer.faults, IsEmpty());
    ASSERT_EQ(in_layer.layers.size(), 1u);
    EXPECT_EQ(in_layer.layers[0].name, "layer0.ffn1");
    const auto bounded = run(workload, "bound", "--trace timeline --set trace.max_bytes=50000");
    EXPECT_THAT(bounded.err, HasSubstr("timeline.json ends at "));
    EXPECT_THAT(timeline("bound").faults, IsEmpty());
    EXPECT_LT(std::filesystem::file_size(folder / "bound" / "timeline.json"), 60000u);
}

TEST_F(TimelineRun, a_run_that_times_out_leaves_a_whole_file_whose_slices_still_sum_up) {
    EXPECT_EQ(run(synthesise("2:4"), "out", "--trace timeline --timeout-cycles 9000").exit_code, 1);
    const auto traced = timeline("out");
    EXPECT_THAT(traced.faults, IsEmpty());
    const auto counted = summary("out");
    for (const auto& engine : kEngines)
        EXPECT_EQ(traced.total_ps(engine, "busy"),
                  counted["engines"][engine]["busy"].get<std::uint64_t>() * kAcceleratorPs)
            << engine;
}

TEST_F(TimelineRun, a_program_without_a_workload_shows_its_functions) {
    const auto plain = stavp("run --firmware " + (kBaremetal / "timer.elf").string() + " -o " +
                             (folder / "out").string() + " --trace timeline");
    ASSERT_EQ(plain.exit_code, 0) << plain.err;
    const auto traced = timeline("out");
    EXPECT_THAT(traced.faults, IsEmpty());
    std::vector<std::string> names;
    for (const auto& slice : traced.tracks.at("cpu"))
        names.push_back(slice.name);
    EXPECT_THAT(names, Contains("main"));
    EXPECT_THAT(names, Contains("trap_entry"));
    EXPECT_FALSE(traced.tracks.at("irq timer").empty());
}

} // namespace
