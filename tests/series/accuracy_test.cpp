#include "tests/series/fake_training.h"

#include "workloads/format/image.h"
#include "workloads/series/accuracy.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

/// A folder of one seed with two rows of the given accuracies.
std::filesystem::path series_folder(const std::filesystem::path& root, const std::string& name, int seed, double dense,
                                    double sparse, const std::string& more = "") {
    const auto folder = root / name;
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "recipe.yaml")
        << "task: {name: t, seed: " << seed << "}\nseed: " << seed << "\nprune: {series: [{m: 8}]}\n"
        << more;
    std::ofstream rows(folder / "results.jsonl");
    Result result;
    result.job.id = "dense";
    result.score = {dense, 1};
    rows << to_json(result).dump() << '\n';
    result.job.id = "fixed-series/2of8";
    result.job.method = Method::fixed;
    result.job.budget = Budget::series;
    result.job.m = 8;
    result.job.pattern = {2, 8};
    result.score = {sparse, 2};
    rows << to_json(result).dump() << '\n';
    return folder;
}

template <class F> std::string refusal(F call) {
    try {
        call();
    } catch (const FormatError& error) {
        return error.what();
    }
    return "";
}

TEST(accuracy, mean_and_sample_deviation_over_the_seeds) {
    const auto root = testing::fresh_folder();
    const auto all = collect_accuracy({series_folder(root, "a", 1, 0.9, 0.80), series_folder(root, "b", 2, 0.8, 0.82),
                                       series_folder(root, "c", 3, 0.7, 0.87)});
    EXPECT_EQ(all.seeds, (std::vector<std::uint64_t>{1, 2, 3}));
    ASSERT_EQ(all.models.size(), 2U);
    EXPECT_NEAR(mean(all.models[1].accuracy), 0.83, 1e-12);
    // sqrt((0.03^2 + 0.01^2 + 0.04^2) / 2)
    EXPECT_NEAR(standard_deviation(all.models[1].accuracy), 0.0360555127546399, 1e-12);
    EXPECT_EQ(standard_deviation(std::vector<double>{0.5}), 0);
}

TEST(accuracy, an_unfinished_series_counts_as_far_as_it_is) {
    const auto root = testing::fresh_folder();
    const auto a = series_folder(root, "a", 1, 0.9, 0.8);
    const auto b = series_folder(root, "b", 2, 0.9, 0.8);
    std::filesystem::resize_file(b / "results.jsonl", [&] {
        std::ifstream in(b / "results.jsonl");
        std::string line;
        std::getline(in, line);
        return line.size() + 1;
    }());
    const auto all = collect_accuracy({a, b});
    EXPECT_EQ(all.models[0].accuracy.size(), 2U);
    EXPECT_EQ(all.models[1].accuracy.size(), 1U);
}

TEST(accuracy, folders_that_cannot_be_compared_are_refused) {
    const auto root = testing::fresh_folder();
    const auto a = series_folder(root, "a", 1, 0.9, 0.8);
    const auto other = series_folder(root, "other", 2, 0.9, 0.8, "threads: 4\n");
    const auto same = series_folder(root, "same", 1, 0.9, 0.8);
    EXPECT_EQ(refusal([&] {
                  collect_accuracy({a, other});
              }),
              other.string() + ": another recipe than " + a.string() + ": threads (-, 4)");
    EXPECT_EQ(refusal([&] { collect_accuracy({a, same}); }), same.string() + ": the same seed 1 as " + a.string());
    EXPECT_EQ(refusal([&] { collect_accuracy({root}); }),
              (root / "recipe.yaml").string() + ": cannot be read; is this the folder of a series?");
}

} // namespace
} // namespace stavp::workloads::series
