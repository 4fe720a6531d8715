#include "workloads/deploy/deployment.h"

#include "tests/deploy/series_folder.h"
#include "workloads/deploy/batch_outputs.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

DeploySettings settings() {
    DeploySettings settings;
    settings.platform.stavp = STAVP_PROGRAMS "/stavp";
    settings.sample = 12;
    settings.calibration = 20;
    settings.jobs = 2;
    return settings;
}

DeployTable deploy_all(const testing::Scratch& folder, const DeploySettings& with,
                       const DeployProgress& progress = {}) {
    const SeriesFolder series = read_series(folder / "series", {});
    return deploy(series, *make_task(series.task, series.settings), with, folder / "out", progress);
}

/// Bytes of an N:M weight by the arithmetic of the formats: values, and a bit map or indices of ceil(log2 M) bits,
/// each row of which fills whole bytes; the smaller of the two.
std::size_t stored(std::size_t rows, std::size_t cols, std::size_t n, std::size_t m) {
    std::size_t index_bits = 0;
    while ((std::size_t{1} << index_bits) < m)
        ++index_bits;
    const std::size_t groups = (cols + m - 1) / m;
    return rows * (groups * n + std::min((groups * m + 7) / 8, (groups * n * index_bits + 7) / 8));
}

std::size_t stored_encoder(std::size_t n, std::size_t m) {
    // d 32, FFN 64: embed 8 -> 32, qkv, output, both of the FFN; the head 32 -> 8 stays dense.
    return stored(32, 8, n, m) + stored(96, 32, n, m) + stored(32, 32, n, m) + stored(64, 32, n, m) +
           stored(32, 64, n, m) + 8 * 32;
}

TEST(deploy, fills_a_table_whose_bytes_and_ratios_follow_from_the_patterns) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 8}, {1, 4}, {6, 8}});
    const DeployTable table = deploy_all(folder, settings());
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(table.task, "synthetic-sequences");
    EXPECT_EQ(table.test_inputs, 90U);
    const char* labels[] = {"dense", "oneshot 1:4", "oneshot 6:8", "oneshot 2:8"};
    const std::size_t dense = 8 * 32 + 96 * 32 + 32 * 32 + 2 * 64 * 32 + 8 * 32;
    const std::size_t bytes[] = {dense, stored_encoder(1, 4), stored_encoder(6, 8), stored_encoder(2, 8)};
    for (std::size_t i = 0; i < 4; ++i) {
        const DeployedRow& row = table.rows[i];
        EXPECT_EQ(row.label(), labels[i]);
        EXPECT_EQ(row.weights.dense, dense);
        EXPECT_EQ(row.weights.stored(), bytes[i]) << labels[i];
        EXPECT_DOUBLE_EQ(row.weights.ratio(), static_cast<double>(dense) / static_cast<double>(bytes[i]));
        EXPECT_EQ(row.batch.inputs, 12U);
        EXPECT_EQ(row.single.inputs, 1U);
        EXPECT_GT(row.batch.cycles, row.single.cycles);
        EXPECT_GT(row.single.time_ns, 0);
    }
    EXPECT_EQ(table.rows[3].weights.values, (8704U - 256U) / 4 + 256U);
    const DeployTable read = read_table(folder / "out/table.json");
    EXPECT_EQ(to_json(read), to_json(table));
    EXPECT_EQ(testing::read_text(folder / "out/table.csv"), to_csv(table));
    EXPECT_EQ(testing::read_text(folder / "out/table.md"), to_markdown(table));
    EXPECT_FALSE(fs::exists(folder / "out.partial"));
    const Image sample = Image::load(folder / "out/oneshot/2of8/sample.nmw");
    EXPECT_EQ(sample.header().sequence_count, 12U);
    EXPECT_TRUE(fs::exists(folder / "out/oneshot/2of8/single/summary.json"));
}

TEST(deploy, measures_accuracies_as_counted_by_hand) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{4, 8}});
    const DeployTable table = deploy_all(folder, settings());
    const SeriesFolder series = read_series(folder / "series", {});
    const auto task = make_task(series.task, series.settings);
    const Samples& test = task->test();
    const auto best = [](std::span<const float> logits) {
        return static_cast<std::uint32_t>(std::ranges::max_element(logits) - logits.begin());
    };
    for (const std::size_t i : {0U, 1U}) {
        const fs::path file = series.candidates[i].file;
        const Model pruned = load_model(file);
        const Model integer = load_model(folder / "out" / series.candidates[i].id() / "model.safetensors");
        int right_float = 0;
        int right_int8 = 0;
        int right_sample = 0;
        for (std::size_t s = 0; s < test.size(); ++s) {
            right_float += best(forward(pruned, test.inputs[s]).values) == test.labels[s];
            const bool right = best(integer_rows(integer, {test.inputs[s]}, {}).row(0)) == test.labels[s];
            right_int8 += right;
            // 12 of 90, evenly: floor(90 i / 12).
            for (std::size_t k = 0; k < 12; ++k)
                right_sample += k * 90 / 12 == s && right;
        }
        EXPECT_DOUBLE_EQ(table.rows[i].float_accuracy, right_float / 90.0);
        EXPECT_DOUBLE_EQ(table.rows[i].int8_accuracy, right_int8 / 90.0);
        EXPECT_DOUBLE_EQ(table.rows[i].sample_accuracy, right_sample / 12.0);
        EXPECT_NEAR(table.rows[i].int8_accuracy, table.rows[i].float_accuracy, 0.05);
    }
}

TEST(deploy, gives_the_same_table_whatever_the_number_of_jobs) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    DeploySettings with = settings();
    deploy_all(folder, with);
    const std::string two = testing::read_text(folder / "out/table.json");
    with.jobs = 1;
    deploy_all(folder, with);
    EXPECT_EQ(testing::read_text(folder / "out/table.json"), two);
}

TEST(deploy, resumes_after_a_stop_with_what_was_finished) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}, {1, 4}});
    struct Stop {};
    const auto stop_at = [](const std::string& candidate) {
        return [candidate](const std::string& step, double) {
            if (step.starts_with(candidate) && step.ends_with("platform")) throw Stop{};
        };
    };
    EXPECT_THROW(deploy_all(folder, settings(), stop_at("oneshot/1of4")), Stop);
    EXPECT_FALSE(fs::exists(folder / "out"));
    std::vector<std::string> steps;
    const auto record = [&](const std::string& step, double) { steps.push_back(step); };
    const DeployTable resumed = deploy_all(folder, settings(), record);
    for (const std::string& step : steps)
        EXPECT_THAT(step, StartsWith("oneshot/1of4 (1 of 1)"));
    const std::string table = testing::read_text(folder / "out/table.json");
    fs::remove_all(folder / "out");
    deploy_all(folder, settings());
    EXPECT_EQ(testing::read_text(folder / "out/table.json"), table);
}

TEST(deploy, does_again_what_was_finished_with_another_model_or_setting) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    struct Stop {};
    const auto stop = [](const std::string& step, double) {
        if (step.starts_with("oneshot/2of4")) throw Stop{};
    };
    EXPECT_THROW(deploy_all(folder, settings(), stop), Stop); // dense is done
    const auto first_step = [&](const DeploySettings& with) {
        std::string first;
        const auto record = [&](const std::string& step, double) {
            if (first.empty()) first = step;
            if (step.starts_with("oneshot/2of4")) throw Stop{};
        };
        EXPECT_THROW(deploy_all(folder, with, record), Stop);
        return first;
    };
    EXPECT_THAT(first_step(settings()), StartsWith("oneshot/2of4"));
    DeploySettings other = settings();
    other.calibration = 21;
    EXPECT_THAT(first_step(other), StartsWith("dense"));
    testing::write_text(folder / "small.yaml", "sta: {rows: 4}\n");
    other.platform.config = folder / "small.yaml";
    EXPECT_THAT(first_step(other), StartsWith("dense"));
    fs::copy_file(folder / "series/oneshot/2of4.safetensors", folder / "series/dense.safetensors",
                  fs::copy_options::overwrite_existing);
    EXPECT_THAT(first_step(other), StartsWith("dense"));
}

TEST(deploy, names_a_failing_run_keeps_its_console_and_leaves_no_table) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    // A simulator that fails for the sparse model's sample only.
    testing::write_text(folder / "stavp",
                        "#!/bin/sh\ncase \"$3\" in */2of4/sample.nmw) " STAVP_PROGRAMS "/stavp \"$@\" --timeout-cycles "
                        "3000;; *) " STAVP_PROGRAMS "/stavp \"$@\";; esac\n");
    fs::permissions(folder / "stavp", fs::perms::owner_all);
    DeploySettings with = settings();
    with.platform.stavp = folder / "stavp";
    try {
        deploy_all(folder, with);
        FAIL();
    } catch (const DeployFailure& failure) {
        ASSERT_EQ(failure.lines.size(), 1U);
        const fs::path console = folder / "out.partial/oneshot/2of4/sample/console.log";
        EXPECT_EQ(failure.lines[0],
                  "oneshot/2of4: stavp ended with 1: timeout: not finished after 3000 cycles; see " + console.string());
        EXPECT_TRUE(fs::exists(console));
    }
    EXPECT_FALSE(fs::exists(folder / "out"));
    EXPECT_EQ(deploy_all(folder, settings()).rows.size(), 2U);
}

TEST(deploy, leaves_folders_alone_that_are_not_its_own) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    fs::create_directories(folder / "out");
    testing::write_text(folder / "out/thesis.txt", "years of work\n");
    EXPECT_THROW(deploy_all(folder, settings()), FormatError);
    EXPECT_EQ(testing::read_text(folder / "out/thesis.txt"), "years of work\n");
    fs::rename(folder / "out", folder / "out.partial");
    EXPECT_THROW(deploy_all(folder, settings()), FormatError);
    EXPECT_EQ(testing::read_text(folder / "out.partial/thesis.txt"), "years of work\n");
}

TEST(deploy, replaces_an_earlier_deployment_as_a_whole) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}, {1, 4}});
    deploy_all(folder, settings());
    fs::remove(folder / "series/oneshot/1of4.safetensors");
    EXPECT_EQ(deploy_all(folder, settings()).rows.size(), 2U);
    EXPECT_FALSE(fs::exists(folder / "out/oneshot/1of4"));
    EXPECT_FALSE(fs::exists(folder / "out.old"));
    EXPECT_TRUE(fs::exists(folder / "out/oneshot/2of4/model.safetensors"));
}

std::string refusal(const testing::Scratch& folder, const std::vector<std::string>& only = {}) {
    try {
        const SeriesFolder series = read_series(folder / "series", only);
        deploy(series, *make_task(series.task, series.settings), settings(), folder / "out", {});
        return "none";
    } catch (const std::exception& error) {
        std::string text = error.what();
        const std::string prefix = (folder / "").string();
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
            text.erase(at, prefix.size());
        return text;
    }
}

TEST(deploy, refuses_in_one_line_what_is_no_series) {
    const testing::Scratch folder;
    EXPECT_EQ(refusal(folder), "series: no such folder");
    fs::create_directories(folder / "series/idp");
    EXPECT_EQ(refusal(folder), "series/recipe.yaml: is missing; is this a folder of nmprune idp?");
    testing::write_text(folder / "series/recipe.yaml", testing::synthetic_recipe);
    EXPECT_EQ(refusal(folder), "series/dense.safetensors: is missing");
    testing::make_series(folder / "series", {});
    EXPECT_EQ(refusal(folder), "series: no candidates: no SERIES/NofM.safetensors there");
    testing::write_text(folder / "series/idp/5of4.safetensors", "x");
    testing::write_text(folder / "series/idp/2of4.master.safetensors", "x");
    testing::write_text(folder / "series/idp/notes.txt", "x");
    EXPECT_EQ(refusal(folder), "series: no candidates: no SERIES/NofM.safetensors there");
    EXPECT_EQ(refusal(folder, {"sr-ste"}), "series/sr-ste: no such series: no NofM.safetensors there");
    testing::write_text(folder / "series/idp/2of4.safetensors", "not a model");
    EXPECT_THAT(refusal(folder), StartsWith("series/idp/2of4.safetensors: no safetensors file"));
}

TEST(deploy, refuses_a_model_that_is_not_of_the_task_or_not_of_its_pattern) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    const fs::path file = folder / "series/oneshot/2of4.safetensors";
    Model model = load_model(file);
    for (Node& node : model.nodes)
        if (node.name == "layer0.qkv") node.pattern = {1, 4};
    save_model(file, model);
    EXPECT_THAT(refusal(folder), StartsWith("series/oneshot/2of4.safetensors: tensor 'layer0.qkv.weight'"));
    TaskSettings other;
    other.options = {{"classes", "5"}};
    save_model(file, make_task("synthetic-sequences", other)->initial_model());
    EXPECT_EQ(refusal(folder), "series/oneshot/2of4.safetensors: gives 5 columns, the task has 8 classes");
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(deploy, takes_the_accuracy_that_training_noted_and_refuses_another_model) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    const auto note = [&](const std::string& sha256) {
        testing::write_text(folder / "series/results.jsonl",
                            R"({"id":"oneshot/2of4","method":"oneshot","budget":"","m":4,"pattern":"2:4","place":1,)"
                            R"("parent":"dense","steps":0,"lineage_steps":0,"series_steps":0,"accuracy":0.625,)"
                            R"("loss":1.5,"sha256":")" +
                                sha256 + "\"}\n");
    };
    note(std::string(64, '0'));
    EXPECT_EQ(refusal(folder), "series/oneshot/2of4.safetensors: is not the model that results.jsonl speaks of");
    const fs::path digest = folder / "digest";
    const std::string command =
        "sha256sum " + (folder / "series/oneshot/2of4.safetensors").string() + " > " + digest.string();
    ASSERT_EQ(std::system(command.c_str()), 0);
    note(testing::read_text(digest).substr(0, 64));
    EXPECT_DOUBLE_EQ(deploy_all(folder, settings()).rows[1].float_accuracy, 0.625);
}

} // namespace
} // namespace stavp::workloads
