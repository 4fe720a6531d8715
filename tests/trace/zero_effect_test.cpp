// Traces and the profile of the host change nothing that is simulated, whichever of them are on. That DMI stays on
// follows: without it the host's accesses go over the bus, and take other cycles.

#include "tests/trace/trace_run.h"

#include <gtest/gtest.h>

namespace {

class ZeroEffect : public testing::Test, public TraceRun {
protected:
    std::vector<std::string> kinds = trace_kinds();

    /// Each trace alone, the profile, and all of them, with keys of their own.
    void expect_none(const std::string& job) {
        const auto plain = run(job + " -o plain");
        std::string all;
        for (const auto& kind : kinds)
            all += (all.empty() ? "" : ",") + kind;
        std::vector<std::string> choices = {"--profile", "--profile --trace " + all};
        for (const auto& kind : kinds)
            choices.push_back("--trace " + kind);
        for (const auto& choice : choices) {
            const auto traced = run(job + " -o traced " + choice);
            EXPECT_EQ(traced.exit_code, plain.exit_code) << choice << ": " << traced.err;
            for (const auto* file : {"summary.json", "outputs.bin", "console.log"})
                EXPECT_EQ(read_text(folder / ("traced/" + std::string(file))),
                          read_text(folder / ("plain/" + std::string(file))))
                    << job << ", " << choice << ": " << file;
            EXPECT_GT(std::distance(std::filesystem::directory_iterator(folder / "traced"), {}), 4) << choice;
        }
    }
    void synthesise(const std::string& pattern) {
        prepare(folder.path(),
                "nmprune synth --shape bert-base --layers 1 --seq 32 --pattern " + pattern + " --seed 1 -o bert.nmw");
    }
};

TEST_F(ZeroEffect, on_a_sparse_bert_block) {
    synthesise("2:4");
    expect_none("-w bert.nmw");
}

TEST_F(ZeroEffect, on_a_dense_bert_block_at_lt) {
    synthesise("dense");
    expect_none("-w bert.nmw --fidelity lt");
}

TEST_F(ZeroEffect, on_a_dense_block_with_every_back_pressure) {
    make_block("dense");
    expect_none("-w block.nmw --set ddr.queue_depth=1 --set bus.outstanding=2 --set buffers.weight.ping_pong=false "
                "--set buffers.output.ping_pong=false --set softmax.placement=off_chip --set ddr.channels=2");
}

TEST_F(ZeroEffect, on_other_clocks_and_a_memory_that_closes_its_rows) {
    make_block("1:8");
    expect_none("-w block.nmw --set bus.clock_mhz=300 --set ddr.grade=lpddr4_3200 --set ddr.page_policy=timeout --set "
                "sim.quantum_ns=50 --set trace.from_ns=5000");
}

TEST_F(ZeroEffect, on_a_run_that_times_out) {
    make_block();
    expect_none("-w block.nmw --timeout-cycles 10000 --set trace.max_bytes=20KiB");
}

TEST_F(ZeroEffect, on_bare_metal_programs) {
    for (const auto* fidelity : {"lt", "at"})
        expect_none(std::string("--firmware '" STAVP_FIRMWARE "/marks.elf' --fidelity ") + fidelity);
}

} // namespace
