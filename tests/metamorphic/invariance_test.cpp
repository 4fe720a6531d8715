// What must not change: bytes across fidelity and quantum, everything between equal runs, also at the same time; and
// each engine's account is complete. 200 random machines, each with a random workload.

#include "tests/metamorphic/draw.h"
#include "tests/metamorphic/measured_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using nlohmann::json;

constexpr std::uint32_t kDraws = 200;
constexpr std::uint32_t kDrawsPerCase = 5;

std::uint64_t accounted(const json& account) {
    auto sum = account.at("busy").get<std::uint64_t>();
    for (const auto& [cause, cycles] : account.at("stalls").items())
        sum += cycles.get<std::uint64_t>();
    return sum;
}

void expect_accounts_complete(const json& summary) {
    for (const auto& layer : summary.at("layers"))
        EXPECT_EQ(accounted(layer), layer.at("cycles").get<std::uint64_t>()) << layer.at("name");
    for (const auto* engine : {"sta", "softmax", "vector"})
        EXPECT_EQ(accounted(summary.at("engines").at(engine)), summary.at("cycles").get<std::uint64_t>()) << engine;
}

class Invariance : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Invariance, bytes_are_equal_across_fidelity_and_quantum_and_equal_runs_are_equal) {
    const ScratchFolder folder;
    for (std::uint32_t i = 0; i < kDrawsPerCase; ++i) {
        const auto index = GetParam() * kDrawsPerCase + i;
        const auto drawn = draw(index);
        SCOPED_TRACE(fmt::format("draw {}: {} {}{}", index, drawn.shape_yaml, drawn.synth, drawn.platform));
        write_text(folder / "shape.yaml", drawn.shape_yaml);
        prepare(folder.path(), "nmprune synth --shape shape.yaml " + drawn.synth + " -o w.nmw");
        const auto at = measure(folder, "w.nmw", drawn.platform);
        expect_accounts_complete(at.summary);
        EXPECT_FALSE(at.outputs.empty());
        EXPECT_TRUE(measure(folder, "w.nmw", drawn.platform).summary_text == at.summary_text) << "equal runs differ";
        const auto lt = measure(folder, "w.nmw", drawn.platform + " --fidelity lt");
        expect_accounts_complete(lt.summary);
        EXPECT_TRUE(lt.outputs == at.outputs) << "lt differs from at";
        for (const auto* quantum : {"7", "50000"}) {
            const auto other = measure(folder, "w.nmw", drawn.platform + " --set sim.quantum_ns=" + quantum);
            EXPECT_TRUE(other.outputs == at.outputs) << "quantum " << quantum;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Draws, Invariance, testing::Range(0U, kDraws / kDrawsPerCase));

TEST(InvarianceInParallel, runs_at_the_same_time_equal_a_run_alone) {
    const ScratchFolder folder;
    const auto drawn = draw(kDraws);
    write_text(folder / "shape.yaml", drawn.shape_yaml);
    prepare(folder.path(), "nmprune synth --shape shape.yaml " + drawn.synth + " -o w.nmw");
    const auto alone = measure(folder, "w.nmw", drawn.platform);
    std::string line;
    for (int i = 0; i < 4; ++i)
        line += fmt::format("stavp run -w w.nmw -o p{}{} >p{}.log 2>&1 & ", i, drawn.platform, i);
    prepare(folder.path(), line + "wait");
    for (int i = 0; i < 4; ++i)
        EXPECT_TRUE(read_text(folder / fmt::format("p{}/summary.json", i)) == alone.summary_text) << i;
}

} // namespace
