#include "tests/series/fake_training.h"
#include "tests/series/process.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using testing::contents;

/// Killed again and again, at moments all over a run, until a run gets through: the result is that of an unbroken run.
TEST(kill, a_killed_and_resumed_series_has_the_bytes_of_an_unbroken_one) {
    const auto folder = testing::fresh_folder();
    const auto recipe = folder / "r.yaml";
    std::ofstream(recipe) << "task: {name: fake}\ndense: {steps: 5}\nmethods: [idp, fixed]\nbudgets: [series]\n"
                             "prune: {steps_per_step: 5, series: [{m: 8, n: [6, 4, 2]}]}\n"
                             "sensitivity: {patterns: [\"2:8\"]}\nfixed: {permutation: true}\n";
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(testing::run_program({SERIES_FAKE, recipe.string(), "-o", (folder / "whole").string()}).exit_code, 0);
    const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
    const auto whole = contents(folder / "whole");

    std::uint64_t state = 12345;
    int kills = 0;
    int resumed_with_results = 0;
    // On a busy machine the time of the unbroken run says little about the next ones: enough rounds for enough kills.
    const auto enough = [&] { return kills >= 4 && resumed_with_results >= 4; };
    for (int round = 0; round < 4 || (!enough() && round < 40); ++round) {
        const auto out = folder / ("killed" + std::to_string(round));
        const std::vector<std::string> words{SERIES_FAKE, recipe.string(), "-o", out.string(), "--resume"};
        int exit_code = -1;
        for (int attempt = 0; exit_code != 0 && attempt < 200; ++attempt) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const auto microseconds = static_cast<unsigned>(spent.count() * static_cast<double>(state >> 40) * 0x1p-24);
            exit_code = testing::interrupt_program(words, SIGKILL, microseconds).exit_code;
            ASSERT_TRUE(exit_code == 0 || exit_code == 128 + SIGKILL) << exit_code;
            kills += exit_code == 0 ? 0 : 1;
            if (std::filesystem::exists(out / "results.jsonl")) ++resumed_with_results;
        }
        ASSERT_EQ(exit_code, 0);
        EXPECT_EQ(contents(out), whole);
    }
    EXPECT_GE(kills, 4);
    EXPECT_GE(resumed_with_results, 4);
}

} // namespace
} // namespace stavp::workloads
