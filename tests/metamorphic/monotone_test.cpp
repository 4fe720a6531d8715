// What must not get slower: a machine that is better in one respect, on 200 random machines and workloads.

#include "tests/metamorphic/draw.h"
#include "tests/metamorphic/measured_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

constexpr std::uint32_t kDraws = 200;
constexpr std::uint32_t kDrawsPerCase = 5;

// The bound, for a whole run and its layers: firmware plans anew for the better machine, by a model that estimates, and
// tiles are whole numbers; what one tile more costs is at most this share, and this many cycles of set-up.
constexpr double kShare = 0.10;
constexpr double kCycles = 2000;

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
        const auto before = measure(folder, "w.nmw", drawn.platform + better.before);
        const auto after = measure(folder, "w.nmw", drawn.platform + better.after);
        EXPECT_TRUE(after.outputs == before.outputs);
        EXPECT_LE(static_cast<double>(after.cycles()), static_cast<double>(before.cycles()) * (1 + kShare) + kCycles);
        RecordProperty("worst_ratio",
                       std::to_string(static_cast<double>(after.cycles()) / static_cast<double>(before.cycles())));
        // Layers that overlap take time from each other: of those only the whole run is compared.
        if (drawn.platform.find("scheduler.prefetch=true") != std::string::npos) continue;
        const auto& layers = before.summary.at("layers");
        ASSERT_EQ(after.summary.at("layers").size(), layers.size());
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const auto slow = layers[l].at("cycles").get<double>();
            const auto fast = after.summary.at("layers").at(l).at("cycles").get<double>();
            EXPECT_LE(fast, slow * (1 + kShare) + kCycles) << layers[l].at("name");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Draws, Monotone, testing::Range(0U, kDraws / kDrawsPerCase));

} // namespace
