#include "platform/sweep/slurm_arrays.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::sweep {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> points(std::size_t count) {
    std::vector<std::string> ids;
    for (std::size_t i = 1; i <= count; ++i)
        ids.push_back(fmt::format("p{:04}", i));
    return ids;
}

TEST(slurm_arrays, limits_are_read_from_what_scontrol_shows) {
    const auto limits = parse_limits("Configuration data as of 2026-11-26T12:00:00\n"
                                     "MaxArraySize            = 2001\n"
                                     "MaxJobCount             = 50000\n"
                                     "MaxJobId                = 67043328\n");
    EXPECT_EQ(limits.max_array_size, 2001u);
    EXPECT_EQ(limits.max_job_count, 50000u);
}

TEST(slurm_arrays, what_scontrol_does_not_show_keeps_slurms_default) {
    const auto limits = parse_limits("MaxArraySizeOfOther = 5\nMaxJobCount = (null)\n");
    EXPECT_EQ(limits.max_array_size, 1001u);
    EXPECT_EQ(limits.max_job_count, 10000u);
}

TEST(slurm_arrays, a_cluster_without_arrays_gets_one_task_each) {
    const auto limits = parse_limits("MaxArraySize = 0\n");
    EXPECT_EQ(divide(points(3), 1, limits).size(), 3u);
}

TEST(slurm_arrays, every_point_is_in_one_task_in_its_order) {
    const auto arrays = divide(points(7), 2, {1001, 10000});
    ASSERT_EQ(arrays.size(), 1u);
    EXPECT_THAT(arrays[0], ElementsAre(ElementsAre("p0001", "p0002"), ElementsAre("p0003", "p0004"),
                                       ElementsAre("p0005", "p0006"), ElementsAre("p0007")));
}

TEST(slurm_arrays, no_points_make_no_array) {
    EXPECT_TRUE(divide({}, 4, {}).empty());
}

TEST(slurm_arrays, an_array_has_no_more_tasks_than_the_cluster_allows) {
    // 23 points by 2 are 12 tasks: 5 + 5 + 2.
    const auto arrays = divide(points(23), 2, {5, 10000});
    ASSERT_EQ(arrays.size(), 3u);
    EXPECT_EQ(arrays[0].size(), 5u);
    EXPECT_EQ(arrays[1].size(), 5u);
    EXPECT_EQ(arrays[2].size(), 2u);
    EXPECT_THAT(arrays[2], ElementsAre(ElementsAre("p0021", "p0022"), ElementsAre("p0023")));
}

TEST(slurm_arrays, an_array_takes_no_more_than_half_the_jobs_of_the_controller) {
    EXPECT_EQ(tasks_per_array({100000, 10000}), 5000u);
    EXPECT_EQ(tasks_per_array({1001, 10000}), 1001u);
    EXPECT_EQ(tasks_per_array({1001, 1}), 1u);
}

TEST(slurm_arrays, the_usual_chunk_makes_64_tasks_but_holds_100_points_at_most) {
    EXPECT_EQ(default_chunk(1), 1u);
    EXPECT_EQ(default_chunk(64), 1u);
    EXPECT_EQ(default_chunk(65), 2u);
    EXPECT_EQ(default_chunk(200), 4u);
    EXPECT_EQ(default_chunk(6400), 100u);
    EXPECT_EQ(default_chunk(1000000), 100u);
}

TEST(slurm_arrays, what_is_tried_again_runs_one_point_per_task_if_one_array_holds_it) {
    EXPECT_EQ(retry_chunk(1001, 8, {1001, 10000}), 1u);
    EXPECT_EQ(retry_chunk(1002, 8, {1001, 10000}), 2u);
    EXPECT_EQ(retry_chunk(100000, 8, {1001, 10000}), 8u);
    EXPECT_EQ(retry_chunk(100000, 1, {1001, 10000}), 1u);
}

} // namespace
} // namespace stavp::sweep
