// stavp replay, as a user calls it.

#include "tests/replay/replay_run.h"

#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;

class Replay : public ReplayRun {
protected:
    /// Plays the run and records it again: every access and interrupt has the same line, times included.
    void expect_equal_replay(const std::string& job) {
        const auto run = record(job);
        const auto played = replay("--trace mmio -o " + path("again"));
        EXPECT_EQ(played.exit_code, run.exit_code) << job << ": " << played.err;
        EXPECT_THAT(played.out, HasSubstr("as recorded")) << job;
        const auto recorded = of_kinds(lines(), "RWI");
        EXPECT_GT(recorded.size(), 2u) << job;
        EXPECT_EQ(of_kinds(lines("again"), "RWI"), recorded) << job;
        EXPECT_EQ(read_text(folder / "again" / "console.log"), read_text(folder / "run" / "console.log")) << job;
        EXPECT_EQ(read_text(folder / "again" / "outputs.bin"), read_text(folder / "run" / "outputs.bin")) << job;
    }
};

TEST_F(Replay, of_a_workload_gives_the_same_interrupts_and_memory) {
    const auto workload = synthesise("2:4");
    for (const std::string fidelity : {"at", "lt"}) {
        expect_equal_replay("-w " + workload + " --fidelity " + fidelity);
        EXPECT_GT(std::filesystem::file_size(folder / "again" / "outputs.bin"), 1000u);
        const auto run = summary("run");
        const auto again = summary("again");
        EXPECT_TRUE(again["check"]["passed"].get<bool>());
        EXPECT_EQ(again["cycles"], run["cycles"]);
        EXPECT_EQ(again["dram"], run["dram"]);
        EXPECT_EQ(again["instructions"], 0); // nothing was executed
    }
}

// Queues that start in the same instant get the bus in the order of the simulator's events: the host's own waits are
// part of that.
TEST_F(Replay, of_a_larger_workload_keeps_the_order_of_what_happens_at_once) {
    shell(std::string(NMPRUNE_PROGRAM) + " synth --shape bert-base --layers 1 --seq 32 --pattern dense --seed 3 -o " +
          path("bert.nmw"));
    expect_equal_replay("-w " + path("bert.nmw"));
    expect_equal_replay("-w " + path("bert.nmw") +
                        " --set bus.clock_mhz=300 --set sim.quantum_ns=70 --set "
                        "softmax.placement=off_chip --set bus.outstanding=2");
}

TEST_F(Replay, of_bare_metal_programs_ends_as_they_did) {
    for (const std::string program : {"uart_irq", "timer", "msip", "access_fault", "finisher_fail", "htif_console"})
        for (const std::string fidelity : {"lt", "at"})
            expect_equal_replay("--firmware " + (kBaremetal / (program + ".elf")).string() + " --fidelity " + fidelity);
}

TEST_F(Replay, takes_the_input_of_the_uart_again) {
    std::ofstream(folder / "typed") << "peek 0x40040000\nquit\n";
    const auto input = " --uart stdio < " + path("typed");
    const auto run = stavp("run --firmware " STAVP_FIRMWARE "/monitor.elf --trace mmio -o " + path("run") + input);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto played = replay("-o " + path("again") + input);
    EXPECT_EQ(played.exit_code, 0) << played.err;
    EXPECT_EQ(read_text(folder / "again" / "console.log"), read_text(folder / "run" / "console.log"));
    EXPECT_EQ(replay().exit_code, 1);
}

TEST_F(Replay, of_a_run_that_was_cut_off_goes_as_far) {
    ASSERT_EQ(record("-w " + synthesise("2:4") + " --timeout-cycles 20000").exit_code, 1);
    const auto played = replay("-o " + path("again"));
    EXPECT_EQ(played.exit_code, 0) << played.err;
    EXPECT_EQ(summary("again")["time_ns"], 40000.0); // 20000 cycles at 500 MHz
}

TEST_F(Replay, tells_the_line_of_the_first_difference) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    auto changed = lines();
    const auto rows = std::ranges::find_if(changed, [](const auto& line) { return line.ends_with(" sta.ROWS"); });
    ASSERT_NE(rows, changed.end());
    const auto number = std::to_string(rows - changed.begin() + 1);
    rows->replace(rows->find("00000020"), 8, "00000021");
    write_lines(changed);
    const auto played = replay();
    EXPECT_EQ(played.exit_code, 1);
    EXPECT_THAT(played.err, HasSubstr("registers.mmio:" + number + ": sta.ROWS at "));
    EXPECT_THAT(played.err, HasSubstr("expected 0x00000021, got 0x00000020"));
    EXPECT_THAT(played.err, testing::Not(HasSubstr("differences")));
}

TEST_F(Replay, misses_an_interrupt_that_does_not_come) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    auto changed = lines();
    const auto end = std::prev(changed.end());
    changed.insert(end, field(*end, 0) + " " + field(*end, 0) + " I sta 21 1 01 ok irq.sta");
    write_lines(changed);
    const auto played = replay();
    EXPECT_EQ(played.exit_code, 1);
    EXPECT_THAT(played.err,
                HasSubstr("registers.mmio:" + std::to_string(changed.size() - 1) + ": expected irq.sta rises"));
}

TEST_F(Replay, needs_what_the_host_has_stored) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    auto changed = lines();
    std::erase_if(changed, [](const auto& line) { return !line.starts_with("#") && field(line, kKind) == "M"; });
    write_lines(changed);
    EXPECT_EQ(replay().exit_code, 1);
}

TEST_F(Replay, on_another_machine_is_told_so_and_differs) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    const auto played = replay("--set sta.lanes=2");
    EXPECT_EQ(played.exit_code, 1);
    EXPECT_THAT(played.err, HasSubstr("was recorded on another configuration"));
    EXPECT_THAT(played.err, HasSubstr("sta.LANES"));
    EXPECT_EQ(replay("--set trace.max_bytes=5MiB").err, ""); // traces are no part of the machine
}

TEST_F(Replay, refuses_what_it_cannot_play) {
    const auto workload = synthesise("2:4");
    ASSERT_EQ(record("-w " + workload + " --set trace.to_ns=20000").exit_code, 0);
    auto refused = replay();
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("shows a part of the run only"));
    ASSERT_EQ(record("-w " + workload + " --set trace.max_bytes=20KiB").exit_code, 0);
    refused = replay();
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("shows a part of the run only"));
    ASSERT_EQ(record("-w " + workload).exit_code, 0);
    refused = replay("-w " + synthesise("dense"));
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("was recorded with another workload"));
    auto cut = lines();
    cut.pop_back();
    write_lines(cut);
    refused = replay();
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("the trace is cut short"));
    cut.back() += " more";
    write_lines(cut);
    EXPECT_THAT(replay().err, HasSubstr("registers.mmio:" + std::to_string(cut.size()) + ": more than 9 fields"));
    ASSERT_EQ(record("-w " + workload).exit_code, 0);
    auto turned = lines();
    std::swap(turned.at(20), turned.back());
    std::swap(turned.at(20), turned.at(turned.size() - 2));
    write_lines(turned);
    EXPECT_THAT(replay().err, HasSubstr("registers.mmio:22: begins before the line above it"));
}

} // namespace
