#include "tests/series/fake_training.h"
#include "tests/series/process.h"

#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace stavp::workloads {
namespace {

using testing::contents;
using testing::fake_recipe;
using testing::Outcome;
using testing::run_program;

class idp : public ::testing::Test {
protected:
    void SetUp() override { std::ofstream(recipe_) << fake_recipe(); }

    Outcome run(std::vector<std::string> more) const {
        more.insert(more.begin(), {SERIES_FAKE, recipe_.string(), "-o", out_.string()});
        return run_program(more);
    }

    std::filesystem::path folder_ = testing::fresh_folder();
    std::filesystem::path recipe_ = folder_ / "r.yaml";
    std::filesystem::path out_ = folder_ / "out";
};

TEST_F(idp, prints_a_line_for_every_model_and_writes_the_store) {
    const Outcome outcome = run({});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_NE(outcome.out.find("\nidp/2of8 "), std::string::npos);
    EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 1 + 1 + 5 * 6 + 2);
    const auto files = contents(out_);
    EXPECT_EQ(files.size(), 3U + 1 + 5 * 6 + 5 + 2); // recipe and results, dense, candidates, masters, dense-plus
    const auto summary = nlohmann::json::parse(files.at("results.json"));
    EXPECT_EQ(summary.at("results").size(), 33U);
    EXPECT_EQ(summary.at("schema"), "stavp-series-1");
    EXPECT_TRUE(std::filesystem::exists(out_ / "host.json"));
}

TEST_F(idp, two_runs_give_the_same_bytes) {
    ASSERT_EQ(run({}).exit_code, 0);
    const auto first = contents(out_);
    ASSERT_EQ(run({"--force"}).exit_code, 0);
    EXPECT_EQ(contents(out_), first);
}

TEST_F(idp, seed_threads_and_methods_of_the_command_line_are_in_the_effective_recipe) {
    ASSERT_EQ(run({"--seed", "8", "--threads", "5", "--methods", "oneshot,idp"}).exit_code, 0);
    const std::string effective = contents(out_).at("recipe.yaml");
    EXPECT_NE(effective.find("\nseed: 8\nthreads: 5\n"), std::string::npos);
    EXPECT_NE(effective.find("\n  seed: 8\n"), std::string::npos);
    EXPECT_NE(effective.find("\nmethods: [idp, oneshot]\n"), std::string::npos);
    EXPECT_NE(effective.find("\n  exclude: [\"head\"]\n"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(out_ / "sr-ste-series"));
}

TEST_F(idp, json_is_all_that_stands_on_stdout) {
    const Outcome outcome = run({"--json"});
    EXPECT_EQ(outcome.out, contents(out_).at("results.json"));
    EXPECT_EQ(outcome.err, "");
}

TEST_F(idp, resuming_a_finished_series_changes_nothing) {
    ASSERT_EQ(run({}).exit_code, 0);
    const auto before = contents(out_);
    const Outcome again = run({"--resume"});
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_EQ(std::ranges::count(again.out, '\n'), 1);
    EXPECT_EQ(contents(out_), before);
}

TEST_F(idp, a_lost_model_is_trained_again_to_the_same_bytes) {
    ASSERT_EQ(run({}).exit_code, 0);
    const auto before = contents(out_);
    std::filesystem::remove(out_ / "idp" / "4of8.safetensors");
    ASSERT_EQ(run({"--resume"}).exit_code, 0);
    EXPECT_EQ(contents(out_), before);
}

TEST_F(idp, ctrl_c_ends_with_130_and_can_be_resumed) {
    ASSERT_EQ(run({}).exit_code, 0);
    const auto unbroken = contents(out_);
    std::filesystem::remove_all(out_);
    ::setenv("FAKE_MICROSECONDS", "2000", 1);
    const Outcome stopped =
        testing::interrupt_program({SERIES_FAKE, recipe_.string(), "-o", out_.string()}, SIGINT, 300'000);
    ::unsetenv("FAKE_MICROSECONDS");
    EXPECT_EQ(stopped.exit_code, 130);
    EXPECT_EQ(stopped.err, "nmprune idp: stopped; --resume goes on from the last model reached\n");
    EXPECT_LT(contents(out_).size(), unbroken.size());
    EXPECT_EQ(run({"--resume"}).exit_code, 0);
    EXPECT_EQ(contents(out_), unbroken);
}

struct Refusal {
    std::vector<std::string> arguments;
    std::string message;
};

TEST_F(idp, bad_usage_is_one_line_and_exit_code_2) {
    const std::vector<Refusal> rows{
        {{"--resume", "--force"}, "--resume and --force contradict each other"},
        {{"--seed", "x"}, "--seed: expected a whole number up to 1000000000000000, got 'x'"},
        {{"--threads", "0"}, "--threads: expected 1 to 256, got 0"},
        {{"--methods", "idp,asp"}, "--methods: must be some of idp,oneshot,fixed,sr-ste, got 'asp'"},
        {{"--methods", ""}, "--methods: the list is empty"}};
    for (const Refusal& row : rows) {
        const Outcome outcome = run(row.arguments);
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_EQ(outcome.err, "nmprune idp: " + row.message + "\n");
        EXPECT_FALSE(std::filesystem::exists(out_));
    }
}

TEST_F(idp, a_task_that_refuses_is_named_with_the_recipes_line) {
    std::ofstream(recipe_) << "seed: 1\ntask: {name: other}\nprune: {series: [{m: 4}]}\n";
    const Outcome outcome = run({});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "nmprune idp: " + recipe_.string() + ":2: task: unknown task 'other'\n");
    EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(idp, a_dense_model_that_cannot_be_read_is_named_before_anything_is_written) {
    std::ofstream(recipe_) << "task: {name: fake}\nprune: {series: [{m: 4}]}\ndense: {from: nowhere.safetensors}\n";
    const Outcome outcome = run({});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err,
              "nmprune idp: " + recipe_.string() + ":3: dense.from: nowhere.safetensors: cannot be read\n");
    EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(idp, help_is_there) {
    const Outcome outcome = run_program({SERIES_FAKE, "--help"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_NE(outcome.out.find("--resume"), std::string::npos);
}

TEST_F(idp, a_folder_that_cannot_be_written_is_named) {
    const Outcome outcome = run_program({SERIES_FAKE, recipe_.string(), "-o", recipe_.string() + "/out"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "nmprune idp: " + recipe_.string() + "/out: cannot be created: Not a directory\n");
}

TEST_F(idp, accuracy_tabulates_folders_of_several_seeds) {
    for (const char* seed : {"1", "2"})
        ASSERT_EQ(
            run_program({SERIES_FAKE, recipe_.string(), "-o", (folder_ / seed).string(), "--seed", seed}).exit_code, 0);
    const std::string a = (folder_ / "1").string();
    const std::string b = (folder_ / "2").string();
    const Outcome text = run_program({NMPRUNE_PROGRAM, "accuracy", a, b});
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_NE(text.out.find("over 2 seeds (1, 2)"), std::string::npos);
    EXPECT_NE(text.out.find("mean of N:8"), std::string::npos);
    const Outcome markdown = run_program({NMPRUNE_PROGRAM, "accuracy", a, b, "--markdown"});
    EXPECT_NE(markdown.out.find("| N:M | idp | oneshot | fixed, series | fixed, candidate | sr-ste, series | sr-ste, "
                                "candidate |\n|---|---|---|---|---|---|---|\n| 6:8 | "),
              std::string::npos);
    const auto json = nlohmann::json::parse(run_program({NMPRUNE_PROGRAM, "accuracy", a, b, "--json"}).out);
    EXPECT_EQ(json.at("models").size(), 33U);
    EXPECT_EQ(json.at("models")[0].at("count"), 2);
}

} // namespace
} // namespace stavp::workloads
