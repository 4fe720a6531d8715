#include "tests/series/fake_training.h"
#include "tests/train/idp_fixture.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using testing::contents;

TEST(idp_resume, a_killed_and_resumed_training_has_the_bytes_of_an_unbroken_one) {
    const auto folder = testing::fresh_folder();
    const auto recipe = testing::tiny_recipe(folder, "methods: [idp, fixed]\nbudgets: [series]\n");
    const auto start = std::chrono::steady_clock::now();
    const auto unbroken = testing::nmprune_idp(recipe, folder / "whole");
    ASSERT_EQ(unbroken.exit_code, 0) << unbroken.err;
    const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;

    const std::vector<std::string> words{NMPRUNE_PROGRAM, "idp", recipe.string(), "-o", (folder / "killed").string(),
                                         "--resume"};
    std::uint64_t state = 4711;
    int kills = 0;
    int exit_code = -1;
    // A run that is faster than the unbroken one was, as on a machine that has become idle, ends before two kills: then
    // again from nothing, with shorter times.
    for (double longest = spent.count(); kills < 2 && longest > spent.count() / 64; longest /= 2) {
        std::filesystem::remove_all(folder / "killed");
        kills = 0;
        exit_code = -1;
        for (int attempt = 0; exit_code != 0 && attempt < 60; ++attempt) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const double share = static_cast<double>(state >> 40) * 0x1p-24;
            exit_code = testing::interrupt_program(words, SIGKILL, static_cast<unsigned>(longest * share)).exit_code;
            ASSERT_TRUE(exit_code == 0 || exit_code == 128 + SIGKILL) << exit_code;
            kills += exit_code == 0 ? 0 : 1;
        }
    }
    ASSERT_EQ(exit_code, 0);
    EXPECT_GE(kills, 2);
    EXPECT_EQ(contents(folder / "killed"), contents(folder / "whole"));
}

TEST(idp_resume, ctrl_c_ends_with_130) {
    const auto folder = testing::fresh_folder();
    const auto recipe = testing::tiny_recipe(folder, "methods: [idp]\nfixed: {batch: 16}\n");
    const std::vector<std::string> words{NMPRUNE_PROGRAM, "idp", recipe.string(), "-o", (folder / "out").string()};
    // Training begins once the effective recipe is there.
    int exit_code = 0;
    for (unsigned wait = 250'000; exit_code != 130 && wait < 10'000'000; wait += 250'000) {
        std::filesystem::remove_all(folder / "out");
        exit_code = testing::interrupt_program(words, SIGINT, wait).exit_code;
        ASSERT_TRUE(exit_code == 130 || exit_code == 128 + SIGINT) << exit_code;
        if (std::filesystem::exists(folder / "out" / "recipe.yaml")) break;
    }
    EXPECT_EQ(exit_code, 130);
}

} // namespace
} // namespace stavp::workloads
