#include "tests/sweep/sweep_program.h"

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

namespace {

constexpr std::size_t kKills = 10;
constexpr unsigned kSeed = 1;

} // namespace

/// Killed with SIGKILL at ten random moments, resumed each time: the same bytes as a sweep that nothing happened to.
TEST_F(SweepProgram, killed_at_ten_random_moments_and_resumed_gives_the_same_bytes) {
    write_sweep(6);
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(sweep("unbroken", {"--no-cache"}).exit_code(), 0);
    const std::chrono::duration<double> whole = std::chrono::steady_clock::now() - begin;
    const auto unbroken = contents("unbroken");

    std::mt19937 random(kSeed);
    // Each start takes a while until the first point, so that all ten together come to about the whole sweep.
    std::uniform_real_distribution<double> moment(0, whole.count() / 4);
    std::size_t kills = 0;
    while (kills < kKills) {
        const auto process = start(sweep_arguments("killed", {"--no-cache", "--resume"}));
        std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
        kill(process, SIGKILL);
        const auto outcome = wait(process);
        ASSERT_TRUE(all_gone()) << "children of a killed sweep live on";
        if (outcome.killed()) {
            ++kills;
        } else { // it was faster than its killer
            ASSERT_EQ(outcome.exit_code(), 0) << outcome.err;
            ASSERT_EQ(contents("killed"), unbroken);
            std::filesystem::remove_all(folder / "killed");
        }
    }
    const auto last = sweep("killed", {"--no-cache", "--resume"});
    EXPECT_EQ(last.exit_code(), 0) << last.err;
    EXPECT_EQ(contents("killed"), unbroken);
}
