// What must not get slower: a machine that is better in one respect, on 200 random machines and workloads.

#include "tests/metamorphic/draw.h"
#include "tests/metamorphic/measured_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

constexpr std::uint32_t kDraws = 200;
constexpr std::uint32_t kDrawsPerCase = 5;

// The bound. Firmware plans anew for the better machine by a model that estimates, tiles are whole numbers, and
// commands of a few hundred cycles fall into another order: what that costs is at most this share, and this many cycles
// of a tile's set-up by the host.
constexpr double kShare = 0.05;
constexpr double kCycles = 2000;

bool no_slower(double fast, double slow) {
    return fast <= slow * (1 + kShare) + kCycles;
}

class Monotone : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Monotone, a_better_machine_is_not_slower_beyond_the_rounding_of_tiles) {
    const ScratchFolder folder;
    for (std::uint32_t i = 0; i < kDrawsPerCase; ++i) {
        const auto index = GetParam() * kDrawsPerCase + i;
        const auto drawn = draw(1000 + index);
        const auto& better = improvements()[index % improvements().size()];
        SCOPED_TRACE(
            fmt::format("draw {}, {}: {} {}{}", index, better.name, drawn.shape_yaml, drawn.synth, drawn.platform));
        write_text(folder / "shape.yaml", drawn.shape_yaml);
        prepare(folder.path(), "nmprune synth --shape shape.yaml " + drawn.synth + " -o w.nmw");
        const auto run = [&](const std::string& options) { return measure(folder, "w.nmw", drawn.platform + options); };
        const auto before = run(better.before);
        const auto after = run(better.after);
        EXPECT_TRUE(after.outputs == before.outputs);
        EXPECT_PRED2(no_slower, after.cycles(), before.cycles());
        // Layers have cycles of their own where each begins when the one before has ended.
        const std::string apart = " --set scheduler.prefetch=false";
        const auto layers_before = run(better.before + apart).summary.at("layers");
        const auto layers_after = run(better.after + apart).summary.at("layers");
        ASSERT_EQ(layers_before.size(), layers_after.size());
        for (std::size_t l = 0; l < layers_before.size(); ++l)
            EXPECT_PRED2(no_slower, layers_after[l].at("cycles").get<double>(),
                         layers_before[l].at("cycles").get<double>())
                << layers_before[l].at("name");
    }
}

INSTANTIATE_TEST_SUITE_P(Draws, Monotone, testing::Range(0U, kDraws / kDrawsPerCase));

} // namespace
