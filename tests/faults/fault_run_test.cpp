// Runs of the real program with faults: what a bare-metal program saw, and what was reported.

#include "tests/system/shell.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kEcc = " --set ddr.ecc=secded --set buffers.ecc=secded";

class FaultRunTest : public testing::TestWithParam<const char*> {
protected:
    void run(const std::string& fault, const std::string& more = "") {
        write_text(scratch / "plan.yaml", "faults:\n  - {" + fault + "}\n");
        outcome = shell(scratch.path(),
                        fmt::format("stavp run -c {}/configs/platforms/default.yaml --firmware {}/victim.elf --faults "
                                    "plan.yaml --fidelity {} -o out{}",
                                    STAVP_SOURCE_DIR, STAVP_BAREMETAL_DIR, GetParam(), more));
        summary = json::parse(read_text(scratch / "out/summary.json"));
        console = read_text(scratch / "out/console.log");
    }
    bool fired() const { return summary["faults"][0]["fired"]; }
    std::uint64_t ecc(const char* memory, const char* count) const { return summary["ecc"][memory][count]; }
    void expect_good_copy() const { EXPECT_THAT(console, HasSubstr("head 1\nerror 0\nbytes 03e8\nright 03e8\n")); }

    ScratchFolder scratch;
    Outcome outcome;
    json summary;
    std::string console;
};

TEST_P(FaultRunTest, a_fault_that_meets_nothing_is_reported_as_not_fired_and_changes_nothing) {
    run("kind: engine_hangs, engine: vector, command: 1");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_FALSE(fired());
    EXPECT_TRUE(summary["faults"][0]["time_ns"].is_null());
    EXPECT_THAT(outcome.out, HasSubstr("fault not fired: kind: engine_hangs, engine: vector, command: 1\n"));
    EXPECT_THAT(console, HasSubstr("word 0123456789abcdef\n"));
    expect_good_copy();
    EXPECT_THAT(console, HasSubstr("interrupts 1\n"));
}

TEST_P(FaultRunTest, two_faults_of_one_access_both_meet_it) {
    const std::string error = "kind: bus_error, initiator: dma, access: 2";
    run(error + "}\n  - {" + error);
    ASSERT_TRUE(fired());
    EXPECT_EQ(summary["faults"][0], summary["faults"][1]);
}

TEST_P(FaultRunTest, without_ecc_a_flipped_bit_is_what_is_read) {
    run("kind: bit_flip, memory: ddr, address: 0x80400000, bits: [0, 63], at_ns: 50000");
    EXPECT_THAT(console, HasSubstr("word 8123456789abcdee\n"));
    EXPECT_EQ(summary["faults"][0]["time_ns"], 50000);
    EXPECT_EQ(summary["faults"][0]["effect"], "0x0123456789abcdef became 0x8123456789abcdee");
    EXPECT_FALSE(summary.contains("ecc"));
}

TEST_P(FaultRunTest, with_ecc_one_flipped_bit_is_corrected_and_counted) {
    run("kind: bit_flip, memory: ddr, address: 0x80400000, bits: [63], at_ns: 50000", kEcc);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(console, HasSubstr("word 0123456789abcdef\n"));
    EXPECT_EQ(ecc("ddr", "corrected"), 1u);
    EXPECT_EQ(ecc("ddr", "uncorrected"), 0u);
    EXPECT_THAT(outcome.out, HasSubstr("ecc of ddr: 1 corrected, 0 not correctable\n"));
}

TEST_P(FaultRunTest, with_ecc_two_flipped_bits_trap_the_hart_precisely) {
    run("kind: bit_flip, memory: ddr, address: 0x80400000, bits: [3, 63], at_ns: 50000", kEcc);
    EXPECT_EQ(outcome.exit_code, 9);
    EXPECT_THAT(console, HasSubstr("trap 05\nat 80400000\n"));
    EXPECT_EQ(ecc("ddr", "uncorrected"), 1u);
}

TEST_P(FaultRunTest, with_ecc_two_flipped_bits_in_a_copys_source_are_a_bus_error_of_dma) {
    run("kind: bit_flip, memory: ddr, address: 0x80500208, bits: [3, 63], at_ns: 90000", kEcc);
    EXPECT_THAT(console, HasSubstr("head 0\nerror 5\nbytes 0200\nright 0200\n"));
    EXPECT_GE(ecc("ddr", "uncorrected"), 1u);
}

TEST_P(FaultRunTest, a_whole_write_over_a_flipped_word_makes_it_good) {
    run("kind: bit_flip, memory: weight, address: 0x50000080, bits: [3, 63], at_ns: 90000", kEcc);
    expect_good_copy();
    EXPECT_EQ(ecc("weight_buffer", "uncorrected"), 0u);
}

TEST_P(FaultRunTest, an_access_in_a_range_fails_the_first_times_only) {
    run("kind: bus_error, initiator: dma, address: 0x80500100, bytes: 8, first: 1");
    EXPECT_TRUE(fired());
    EXPECT_THAT(console, HasSubstr("word 0123456789abcdef\nhead 0\nerror 5\nbytes 0100\nright 0100\n"));
}

TEST_P(FaultRunTest, the_hart_takes_an_access_fault_in_a_range_that_dmi_would_have_hidden) {
    run("kind: bus_error, address: 0x80400000, bytes: 8");
    EXPECT_EQ(outcome.exit_code, 9);
    EXPECT_THAT(console, HasSubstr("trap 07\nat 80400000\n"));
    EXPECT_EQ(summary["faults"][0]["effect"], "write of 8 bytes at 0x80400000 by cpu");
}

// Access 1 of dma is the fetch of its descriptor: the queue reports error 2.
TEST_P(FaultRunTest, the_nth_access_of_an_initiator_fails) {
    run("kind: bus_error, initiator: dma, access: 1");
    EXPECT_THAT(console, HasSubstr("head 0\nerror 2\nbytes 0000\n"));
}

TEST_P(FaultRunTest, a_copy_that_stops_short_signals_and_only_its_bytes_tell) {
    run("kind: dma_stops, channel: 0, command: 1, after_bytes: 300, mode: short");
    EXPECT_THAT(console, HasSubstr("head 1\nerror 0\nbytes 012c\nright 012c\ninterrupts 1\n"));
}

TEST_P(FaultRunTest, a_copy_that_hangs_can_be_aborted) {
    run("kind: dma_stops, channel: 0, command: 1, after_bytes: 300, mode: hangs");
    EXPECT_THAT(console, HasSubstr("head 0\nerror 0\nbytes 012c\nbusy\nstatus 0\nright 012c\ninterrupts 0\n"));
}

TEST_P(FaultRunTest, a_dropped_interrupt_never_comes) {
    run("kind: interrupt_dropped, source: dma, edge: 1");
    expect_good_copy();
    EXPECT_THAT(console, HasSubstr("interrupts 0\n"));
    EXPECT_TRUE(fired());
}

TEST_P(FaultRunTest, a_spurious_interrupt_comes_beside_the_real_one) {
    run("kind: interrupt_spurious, source: dma, at_ns: 60000");
    EXPECT_THAT(console, HasSubstr("interrupts 2\n"));
}

TEST_P(FaultRunTest, slow_memory_changes_times_and_no_bytes) {
    run("kind: ddr_slow, from_ns: 100000, to_ns: 1000000, factor: 10");
    EXPECT_TRUE(fired());
    expect_good_copy();
}

TEST_P(FaultRunTest, two_equal_runs_with_faults_are_equal) {
    const std::string flips = "kind: bit_flip, memory: ddr, address: random, flips: 2, at_ns: 50000";
    run(flips);
    const auto first = summary;
    run(flips);
    EXPECT_EQ(summary, first);
}

INSTANTIATE_TEST_SUITE_P(Fidelities, FaultRunTest, testing::Values("lt", "at"),
                         [](const auto& given) { return std::string(given.param); });

} // namespace
