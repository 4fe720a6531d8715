#include "tests/series/fake_training.h"

#include "tests/pack/tiny_model.h"
#include "workloads/format/image.h"
#include "workloads/series/store.h"
#include "workloads/series/store_names.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

using testing::fresh_folder;

const std::string recipe = "seed: 1\ndense:\n  epochs: 2\n";

Job job_named(const std::string& id) {
    Job job;
    job.id = id;
    job.method = Method::idp;
    return job;
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

template <class F> std::string refusal(F call) {
    try {
        call();
    } catch (const FormatError& error) {
        return error.what();
    }
    return "";
}

/// A series of the models a and b, a done.
void start_series(const std::filesystem::path& folder) {
    Store store(folder, recipe, Existing::refuse);
    store.expect({job_named("idp/a"), job_named("idp/b")});
    store.save_master("idp/a", testing::tiny_model(1));
    store.save("idp/a", testing::tiny_model(2));
    store.record({job_named("idp/a"), {0.5, 1.5}, {}, {}});
}

TEST(store, what_was_reached_is_there_after_opening_again) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    Store store(folder, recipe, Existing::resume);
    store.expect({job_named("idp/a"), job_named("idp/b")});
    EXPECT_TRUE(store.reached("idp/a"));
    EXPECT_FALSE(store.reached("idp/b"));
    EXPECT_EQ(store.results().at(0).score.accuracy, 0.5);
    EXPECT_EQ(store.load("idp/a").parameters.at("qkv.weight").values,
              testing::tiny_model(2).parameters.at("qkv.weight").values);
    EXPECT_EQ(store.load_master("idp/a").parameters.at("qkv.weight").values,
              testing::tiny_model(1).parameters.at("qkv.weight").values);
}

TEST(store, rows_stand_in_the_order_of_the_jobs_whenever_they_were_done) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    Store store(folder, recipe, Existing::resume);
    store.expect({job_named("idp/b"), job_named("idp/a")});
    store.save("idp/b", testing::tiny_model(3));
    store.record({job_named("idp/b"), {}, {}, {}});
    EXPECT_EQ(read_results(folder / rows_name).at(0).job.id, "idp/b");
}

TEST(store, a_series_is_neither_overwritten_nor_resumed_unasked) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    EXPECT_EQ(refusal([&] { Store(folder, recipe, Existing::refuse); }),
              folder.string() + ": holds a series already; --resume goes on with it, --force replaces it");
}

TEST(store, force_replaces_the_series_and_nothing_else) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    write(folder / "notes.txt", "mine");
    write(folder / "idp" / "notes.txt", "mine");
    Store store(folder, "seed: 2\n", Existing::replace);
    store.expect({job_named("idp/a")});
    EXPECT_FALSE(store.reached("idp/a"));
    const auto left = testing::contents(folder);
    EXPECT_EQ(left.size(), 3U);
    EXPECT_EQ(left.at("recipe.yaml"), "seed: 2\n");
    EXPECT_EQ(left.at("notes.txt"), "mine");
    EXPECT_EQ(left.at("idp/notes.txt"), "mine");
}

TEST(store, a_folder_of_other_things_is_never_taken) {
    const auto folder = fresh_folder();
    write(folder / "notes.txt", "mine");
    for (const Existing existing : {Existing::refuse, Existing::resume, Existing::replace})
        EXPECT_EQ(refusal([&] { Store(folder, recipe, existing); }),
                  folder.string() + ": exists and is not the folder of a series; nothing was overwritten");
    EXPECT_EQ(testing::contents(folder).size(), 1U);
    EXPECT_EQ(refusal([&] { Store(folder / "notes.txt", recipe, Existing::refuse); }),
              (folder / "notes.txt").string() + ": exists and is no folder");
}

TEST(store, resume_names_the_keys_in_which_the_recipe_differs) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    EXPECT_EQ(refusal([&] { Store(folder, "seed: 3\ndense:\n  epochs: 2\n  batch: 4\n", Existing::resume); }),
              (folder / "recipe.yaml").string() +
                  ": was made with another recipe (there, here): dense.batch (-, 4), seed (1, 3)");
}

TEST(store, a_damaged_model_is_named) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    const auto file = folder / "idp" / "a.safetensors";
    {
        std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(-3, std::ios::end);
        damaged.put('x');
    }
    EXPECT_EQ(refusal([&] { Store(folder, recipe, Existing::resume).expect({job_named("idp/a")}); }),
              file.string() + ": has other bytes than were saved; delete it to have it trained again");
    std::filesystem::remove(file);
    Store store(folder, recipe, Existing::resume);
    store.expect({job_named("idp/a")});
    EXPECT_FALSE(store.reached("idp/a"));
}

TEST(store, damaged_rows_are_named) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    write(folder / rows_name, testing::contents(folder).at(rows_name) + "{\"id\":\n");
    EXPECT_EQ(refusal([&] { Store(folder, recipe, Existing::resume); }),
              (folder / rows_name).string() + ":2: is no result of a series");
}

TEST(store, leftovers_of_a_killed_run_go_away) {
    const auto folder = fresh_folder() / "out";
    start_series(folder);
    const auto before = testing::contents(folder);
    write(folder / "results.jsonl.new", "half");
    write(folder / "idp" / "b.safetensors.new", "half");
    write(folder / "idp" / "b.safetensors.new.partial", "half");
    Store(folder, recipe, Existing::resume).expect({job_named("idp/a"), job_named("idp/b")});
    EXPECT_EQ(testing::contents(folder), before);
}

TEST(store, a_run_killed_before_its_recipe_was_there_can_be_resumed) {
    const auto folder = fresh_folder();
    write(folder / "recipe.yaml.new", "see");
    Store store(folder, recipe, Existing::resume);
    EXPECT_EQ(testing::contents(folder).at("recipe.yaml"), recipe);
}

TEST(store, two_processes_do_not_share_a_folder) {
    const auto folder = fresh_folder();
    Store store(folder, recipe, Existing::refuse);
    EXPECT_EQ(refusal([&] { Store(folder, recipe, Existing::resume); }),
              folder.string() + ": another process works in this folder");
}

} // namespace
} // namespace stavp::workloads::series
