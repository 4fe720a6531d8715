#include "platform/dram_trace/latency_counts.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

TEST(LatencyCountsTest, quantiles_are_those_of_the_sorted_values) {
    std::mt19937_64 random(4);
    for (const std::size_t count : {1u, 2u, 3u, 99u, 100u, 101u, 4000u}) {
        stavp::LatencyCounts counts;
        std::vector<std::uint64_t> all;
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            all.push_back(random() % (i % 7 == 0 ? 200000 : 300)); // some beyond what is usual
            sum += all.back();
            counts.add(all.back());
        }
        std::sort(all.begin(), all.end());
        EXPECT_EQ(counts.min(), all.front());
        EXPECT_EQ(counts.max(), all.back());
        EXPECT_DOUBLE_EQ(counts.mean(), static_cast<double>(sum) / static_cast<double>(count));
        EXPECT_DOUBLE_EQ(counts.median(), static_cast<double>(all[(count - 1) / 2] + all[count / 2]) / 2);
        const auto rank = (count * 99 + 99) / 100; // at least 99 % are not above
        EXPECT_EQ(counts.percentile(99), all[rank - 1]);
    }
}

TEST(LatencyCountsTest, of_nothing_all_are_zero) {
    const stavp::LatencyCounts counts;
    EXPECT_EQ(counts.min(), 0u);
    EXPECT_EQ(counts.max(), 0u);
    EXPECT_EQ(counts.median(), 0.0);
    EXPECT_EQ(counts.mean(), 0.0);
}

} // namespace
