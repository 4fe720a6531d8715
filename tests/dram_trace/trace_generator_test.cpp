#include "platform/dram_trace/trace_generator.h"

#include <gtest/gtest.h>

namespace {

using stavp::ColumnCommand;
using stavp::TraceGenerator;
using stavp::TracePattern;
using stavp::TraceRecipe;

TEST(TraceGeneratorTest, a_sequence_goes_burst_by_burst_and_starts_again_at_the_end) {
    TraceGenerator generator({.interval_clk = 10, .bytes = 192});
    for (const std::uint64_t place : {0, 64, 128, 0}) {
        const auto line = generator.next();
        EXPECT_EQ(line.offset, place);
        EXPECT_EQ(line.command, ColumnCommand::read);
    }
    EXPECT_EQ(generator.next().cycle, 40u);
}

TEST(TraceGeneratorTest, random_places_are_aligned_inside_and_the_same_for_the_same_seed) {
    const TraceRecipe recipe{.pattern = TracePattern::random, .seed = 5, .writes_percent = 25, .bytes = 1 << 20};
    TraceGenerator first(recipe);
    TraceGenerator second(recipe);
    auto other_recipe = recipe;
    other_recipe.seed = 6;
    TraceGenerator other(other_recipe);
    int writes = 0;
    int equal = 0;
    for (int i = 0; i < 4000; ++i) {
        const auto line = first.next();
        EXPECT_EQ(line.offset, second.next().offset);
        equal += line.offset == other.next().offset ? 1 : 0;
        EXPECT_EQ(line.offset % 64, 0u);
        EXPECT_LT(line.offset, 1u << 20);
        writes += line.command == ColumnCommand::write ? 1 : 0;
    }
    EXPECT_NEAR(writes, 1000, 120);
    EXPECT_LT(equal, 20);
}

} // namespace
