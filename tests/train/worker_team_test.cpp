#include "workloads/train/torch/worker_team.h"

#include <atomic>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>
#include <string>

namespace stavp::workloads {

TEST(WorkerTeam, every_worker_does_its_share_in_a_thread_of_its_own) {
    WorkerTeam team(3);
    for (int round = 0; round < 100; ++round) {
        std::vector<std::thread::id> threads(3);
        team.run([&threads](unsigned worker) { threads[worker] = std::this_thread::get_id(); });
        EXPECT_EQ(std::set(threads.begin(), threads.end()).size(), 3);
        EXPECT_EQ(threads[0], std::this_thread::get_id());
    }
}

TEST(WorkerTeam, each_item_is_done_once) {
    WorkerTeam team(4);
    std::vector<int> done(1000);
    team.each(done.size(), [&done](std::size_t i) { ++done[i]; });
    EXPECT_EQ(done, std::vector<int>(1000, 1));
}

TEST(WorkerTeam, the_lowest_workers_exception_arrives_and_the_team_goes_on) {
    WorkerTeam team(3);
    try {
        team.run([](unsigned worker) {
            if (worker > 0) throw std::runtime_error("worker " + std::to_string(worker));
        });
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "worker 1");
    }
    std::atomic<int> done = 0;
    team.run([&done](unsigned) { ++done; });
    EXPECT_EQ(done, 3);
}

TEST(WorkerTeam, prepares_every_thread_and_refuses_to_be_empty) {
    std::atomic<int> prepared = 0;
    {
        WorkerTeam team(3, [&prepared] { ++prepared; });
        team.run([](unsigned) {});
    }
    EXPECT_EQ(prepared, 3);
    EXPECT_THROW(WorkerTeam(0), std::invalid_argument);
}

} // namespace stavp::workloads
