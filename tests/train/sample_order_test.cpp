#include "workloads/train/torch/sample_order.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <numeric>

namespace stavp::workloads {

namespace {

std::vector<std::size_t> epoch(SampleOrder& order, std::size_t batches) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < batches; ++i) {
        const auto batch = order.next();
        all.insert(all.end(), batch.begin(), batch.end());
    }
    return all;
}

} // namespace

TEST(SampleOrder, every_epoch_has_each_sample_once_in_another_order) {
    SampleOrder order(10, 4, 7);
    std::vector<std::size_t> expected(10);
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    auto first = epoch(order, 3);
    auto second = epoch(order, 3);
    EXPECT_NE(first, second);
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    EXPECT_EQ(first, expected);
    EXPECT_EQ(second, expected);
}

TEST(SampleOrder, the_last_batch_of_an_epoch_is_what_is_left) {
    SampleOrder order(10, 4, 7);
    EXPECT_EQ(order.next().size(), 4);
    EXPECT_EQ(order.next().size(), 4);
    EXPECT_EQ(order.next().size(), 2);
    EXPECT_EQ(order.next().size(), 4);
}

TEST(SampleOrder, is_a_function_of_the_seed) {
    SampleOrder a(100, 100, 1);
    SampleOrder b(100, 100, 1);
    SampleOrder c(100, 100, 2);
    const auto first = epoch(a, 1);
    EXPECT_EQ(first, epoch(b, 1));
    EXPECT_NE(first, epoch(c, 1));
}

/// std::mt19937_64 is fixed by the C++ standard, its 10000th output for the default seed being 9981545732273789042; the
/// permutation follows from the documented draws.
TEST(SampleOrder, is_the_documented_fisher_yates) {
    std::mt19937_64 generator(3);
    std::vector<std::size_t> expected{0, 1, 2, 3, 4};
    for (std::size_t i = 5; i > 1; --i)
        std::swap(expected[i - 1], expected[generator() % i]); // a rejected draw has a chance of 1e-19
    SampleOrder order(5, 5, 3);
    EXPECT_EQ(epoch(order, 1), expected);
}

TEST(SampleOrder, all_orders_are_equally_likely) {
    SampleOrder order(3, 3, 1);
    std::map<std::vector<std::size_t>, int> counts;
    for (int i = 0; i < 6000; ++i)
        ++counts[epoch(order, 1)];
    EXPECT_EQ(counts.size(), 6);
    for (const auto& [permutation, count] : counts)
        EXPECT_NEAR(count, 1000, 120); // four standard deviations of a binomial count
}

TEST(SampleOrder, refuses_no_samples_and_empty_batches) {
    EXPECT_THROW(SampleOrder(0, 4, 1), std::invalid_argument);
    EXPECT_THROW(SampleOrder(4, 0, 1), std::invalid_argument);
}

} // namespace stavp::workloads
