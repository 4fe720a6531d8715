// What is in the VCD of whole runs.

#include "tests/trace/trace_run.h"

#include <cstdlib>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;

class VcdOfARun : public testing::Test, public TraceRun {
protected:
    /// Transitions of all signals that begin and end so.
    static std::size_t transitions(const Vcd& vcd, const std::string& prefix, const std::string& suffix = "") {
        std::size_t count = 0;
        for (const auto& [name, signal] : vcd.signals)
            if (name.starts_with(prefix) && name.ends_with(suffix)) count += signal.transitions();
        return count;
    }
    static void expect_every_group(const Vcd& vcd) {
        for (const auto& [prefix, suffix] : std::vector<std::pair<std::string, std::string>>{{"clock.accelerator", ""},
                                                                                             {"clock.bus", ""},
                                                                                             {"clock.memory", ""},
                                                                                             {"clock.cpu", ""},
                                                                                             {"irq.", ""},
                                                                                             {"irq.cpu_external", ""},
                                                                                             {"sta.", ".state"},
                                                                                             {"softmax.", ".state"},
                                                                                             {"vector.", ".state"},
                                                                                             {"dma0.", ".state"},
                                                                                             {"sta.", ".queue"},
                                                                                             {"dma", ".command"},
                                                                                             {"sta.", ".layer"},
                                                                                             {"sta.", ".tile"},
                                                                                             {"layer.current", ""},
                                                                                             {"bus.to_ddr", ".read"},
                                                                                             {"bus.to_ddr", ".write"},
                                                                                             {"bus.from_dma", ""},
                                                                                             {"ddr.bank", ".state"},
                                                                                             {"ddr.bank", ".row"},
                                                                                             {"ddr.command", ""},
                                                                                             {"ddr.queue", ""},
                                                                                             {"buffer.weight.port", ""},
                                                                                             {"buffer.", ".engines"},
                                                                                             {"cpu.pc", ""},
                                                                                             {"cpu.instructions", ""}})
            EXPECT_GT(transitions(vcd, prefix, suffix), 0u) << prefix << suffix;
    }
};

TEST_F(VcdOfARun, busy_intervals_add_up_to_the_summary_for_every_engine) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    const auto trace = vcd();
    EXPECT_EQ(wrong_busy_cycles(trace, summary(), 2000, 2000), "");
    EXPECT_EQ(trace.timescale, "1ps");
    EXPECT_EQ(static_cast<double>(trace.end), summary()["time_ns"].get<double>() * 1000);
    expect_every_group(trace);
}

TEST_F(VcdOfARun, so_they_do_with_clocks_that_never_meet_and_a_starved_memory) {
    make_block("dense");
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd --set bus.clock_mhz=300 --set sta.clock_mhz=700 --set "
                  "ddr.queue_depth=2 --set dma.outstanding=3 --set buffers.weight.ping_pong=false --set "
                  "softmax.placement=off_chip")
                  .exit_code,
              0);
    EXPECT_EQ(wrong_busy_cycles(vcd(), summary(), 3333, 1429), "");
}

TEST_F(VcdOfARun, so_they_do_at_lt) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd --fidelity lt").exit_code, 0);
    EXPECT_EQ(wrong_busy_cycles(vcd(), summary(), 2000, 2000), "");
}

TEST_F(VcdOfARun, of_the_main_job_is_exact_too_and_shows_every_group) {
    const char* package = std::getenv("STAVP_USE_LITE");
    if (package == nullptr) GTEST_SKIP() << "STAVP_USE_LITE is not set";
    prepare(folder.path(), fmt::format("nmprune import use-lite --package '{}' -o m.safetensors && nmprune oneshot "
                                       "m.safetensors --pattern 2:8 -o p.safetensors && nmprune quantise p.safetensors "
                                       "--calibrate '{}/workloads/recipes/calibration.txt' -o q.safetensors && nmprune "
                                       "pack q.safetensors --input 'A man is eating food.' --input 'Nobody eats.' -o "
                                       "main.nmw",
                                       package, STAVP_SOURCE_DIR));
    ASSERT_EQ(run("-w main.nmw -o out --trace vcd").exit_code, 0);
    const auto trace = vcd();
    EXPECT_EQ(wrong_busy_cycles(trace, summary(), 2000, 2000), "");
    expect_every_group(trace);
    ASSERT_EQ(run("-w main.nmw -o plain").exit_code, 0);
    EXPECT_EQ(read_text(folder / "plain/summary.json"), read_text(folder / "out/summary.json"));
}

TEST_F(VcdOfARun, memory_commands_and_bus_grants_are_those_of_the_statistics) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    const auto trace = vcd();
    const auto dram = summary()["dram"];
    std::map<std::string, std::uint64_t> commands;
    for (const auto& [time, value] : trace.signals.at("ddr.command").changes)
        if (value != "z") ++commands[value];
    // Back to back commands of one kind are one change: the number is a lower bound, and exact for those far apart.
    EXPECT_EQ(commands["101"], dram["refreshes"].get<std::uint64_t>());
    std::uint64_t activates = 0;
    for (const auto& [name, signal] : trace.signals)
        if (name.starts_with("ddr.bank") && name.ends_with(".state"))
            for (const auto& [time, value] : signal.changes)
                activates += value == "1" ? 1 : 0;
    EXPECT_EQ(activates, dram["row_misses"].get<std::uint64_t>() + dram["row_conflicts"].get<std::uint64_t>());
    // The DMA is initiator 1; every grant of its port is one of some target's channels.
    std::uint64_t read_cycles = 0;
    for (const auto& [name, signal] : trace.signals)
        if (name.starts_with("bus.to_") && name.ends_with(".read"))
            for (std::size_t i = 0; i < signal.changes.size(); ++i)
                if (signal.changes[i].second == "1")
                    read_cycles += (signal.changes.at(i + 1).first - signal.changes[i].first) / 2000;
    EXPECT_EQ(read_cycles, summary()["bus"]["dma_read_busy_cycles"].get<std::uint64_t>());
}

TEST_F(VcdOfARun, layers_and_commands_carry_their_numbers) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    const auto trace = vcd();
    const auto& current = trace.signals.at("layer.current").changes;
    const auto names = read_text(folder / "out/trace.layer.txt");
    EXPECT_THAT(names, HasSubstr("0 ?steel blue?layer0.qkv\n"));
    std::vector<std::string> order;
    for (const auto& [time, value] : current)
        if (value != "z") order.push_back(value);
    EXPECT_EQ(order.front(), "0");
    std::uint64_t commands = 0;
    for (const auto& [time, value] : trace.signals.at("sta.command").changes) {
        if (value == "z") continue;
        EXPECT_EQ(std::stoull(value, nullptr, 2), ++commands);
    }
    EXPECT_GT(commands, 8u);
}

TEST_F(VcdOfARun, signals_are_chosen_by_pattern_and_an_unknown_one_is_refused) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd --set 'trace.signals=sta.*, ddr.bank*'").exit_code, 0);
    for (const auto& [name, signal] : vcd().signals)
        EXPECT_TRUE(name.starts_with("sta.") || name.starts_with("ddr.bank")) << name;
    EXPECT_EQ(vcd().signals.size(), 6u + 2 * 16);
    write_text(folder / "p.yaml", "trace: {signals: ['sta.*', 'ddr.bank*']}\n");
    ASSERT_EQ(run("-c p.yaml -w block.nmw -o listed --trace vcd").exit_code, 0);
    EXPECT_EQ(read_text(folder / "listed/trace.vcd"), read_text(folder / "out/trace.vcd"));

    const auto wrong = run("-w block.nmw -o wrong --trace vcd --set trace.signals=stb.*");
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_EQ(wrong.err, "trace.signals: no signal is called 'stb.*'; docs/tracing.md has their names\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "wrong"));
}

TEST_F(VcdOfARun, a_window_shows_what_the_whole_trace_shows_in_it) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    ASSERT_EQ(run("-w block.nmw -o cut --trace vcd --set trace.from_ns=20000 --set trace.to_ns=30000").exit_code, 0);
    const auto whole = vcd();
    const auto cut = vcd("cut/trace.vcd");
    ASSERT_GT(whole.end, 30000000u);
    EXPECT_LT(std::filesystem::file_size(folder / "cut/trace.vcd"),
              std::filesystem::file_size(folder / "out/trace.vcd"));
    for (const auto& [name, signal] : cut.signals) {
        if (name.starts_with("clock.")) continue;
        std::vector<std::pair<std::uint64_t, std::string>> expected{{20000000, whole.signals.at(name).at(20000000)}};
        for (const auto& change : whole.signals.at(name).changes)
            if (change.first > 20000000 && change.first < 30000000) expected.push_back(change);
        std::vector<std::pair<std::uint64_t, std::string>> got;
        for (const auto& change : signal.changes)
            if (change.first >= 20000000 && change.first < 30000000) got.push_back(change);
        EXPECT_EQ(got, expected) << name;
    }
}

TEST_F(VcdOfARun, layers_open_the_window_for_as_long_as_they_last) {
    make_block();
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd --set scheduler.prefetch=false").exit_code, 0);
    ASSERT_EQ(
        run("-w block.nmw -o cut --trace vcd --set scheduler.prefetch=false --set 'trace.layers=*.ffn1'").exit_code, 0);
    const auto whole = vcd();
    const auto cut = vcd("cut/trace.vcd");
    ASSERT_EQ(cut.gaps.size(), 1u);
    const auto end = cut.gaps.front().first;
    std::uint64_t begin = 0;
    for (const auto& [time, value] : cut.signals.at("sta.state").changes)
        if (value != "x" && begin == 0) begin = time;
    std::uint64_t cycles = 0;
    const auto result = summary();
    for (const auto& layer : result["layers"])
        if (layer["name"].get<std::string>().ends_with("ffn1")) cycles = layer["cycles"].get<std::uint64_t>();
    EXPECT_EQ(end / 2000 - begin / 2000, cycles);

    const auto wrong = run("-w block.nmw -o wrong --trace vcd --set trace.layers=layer9.*");
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_EQ(wrong.err, "trace.layers: no layer is called 'layer9.*'\n");
}

TEST_F(VcdOfARun, a_mark_of_the_firmware_opens_the_window) {
    ASSERT_EQ(run("--firmware '" STAVP_FIRMWARE "/marks.elf' -o out --trace vcd --set trace.marked=true").exit_code, 0);
    const auto trace = vcd();
    EXPECT_EQ(trace.signals.at("layer.mark").changes.size(), 4u); // x, 3, 4, x
    EXPECT_EQ(trace.signals.at("layer.mark").changes.at(2).second, "100");
    EXPECT_EQ(trace.gaps.size(), 1u);
    ASSERT_EQ(run("--firmware '" STAVP_FIRMWARE "/marks.elf' -o whole --trace vcd").exit_code, 0);
    EXPECT_TRUE(vcd("whole/trace.vcd").gaps.empty());
}

TEST_F(VcdOfARun, a_hart_that_sleeps_and_leaves_machine_mode_shows_it) {
    ASSERT_EQ(run("--firmware '" STAVP_FIRMWARE "/marks.elf' -o out --trace vcd").exit_code, 0);
    const auto trace = vcd();
    EXPECT_GE(trace.signals.at("cpu.asleep").transitions(), 2u);
    EXPECT_GE(trace.signals.at("irq.cpu_timer").transitions(), 1u);
    EXPECT_GE(trace.signals.at("cpu.mode").transitions(), 1u);
}

TEST_F(VcdOfARun, the_size_bound_is_kept_and_told) {
    make_block();
    const auto outcome = run("-w block.nmw -o out --trace vcd --set trace.max_bytes=100KiB");
    ASSERT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.err, testing::MatchesRegex("stavp run: trace.vcd ends at [0-9]+ ns of [0-9]+ ns: "
                                                   "trace.max_bytes\n"));
    EXPECT_LE(std::filesystem::file_size(folder / "out/trace.vcd"), 100u * 1024);
    EXPECT_GT(std::filesystem::file_size(folder / "out/trace.vcd"), 90u * 1024);
    EXPECT_EQ(vcd().comments.size(), 1u);
}

TEST_F(VcdOfARun, needs_a_folder_and_a_known_kind) {
    EXPECT_EQ(run("--firmware x.elf --trace vcd").exit_code, 2);
    const auto unknown = run("--firmware '" STAVP_FIRMWARE "/marks.elf' -o out --trace vdc");
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("stavp run: --trace: unknown trace 'vdc'; there are vcd, fst"));
}

} // namespace
