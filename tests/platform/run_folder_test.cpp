#include "platform/run/input_error.h"
#include "platform/run/run_folder.h"

#include <gtest/gtest.h>
#include <iterator>
#include <set>

namespace {

namespace fs = std::filesystem;
using stavp::InputError;
using stavp::RunFolder;

class RunFolderTest : public testing::Test {
protected:
    fs::path out = fs::path(testing::TempDir()) /
                   ("run_folder_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    void SetUp() override { fs::remove_all(out); }
    void TearDown() override { fs::remove_all(out); }

    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(out))
            found.insert(entry.path().filename().string());
        return found;
    }
    std::string content(const std::string& name) const {
        std::ifstream in(out / name);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    void complete_run(const std::string& summary) {
        RunFolder folder(out);
        folder.open("console.log") << "hello";
        folder.write("summary.json", summary);
        folder.commit();
    }
};

TEST_F(RunFolderTest, files_appear_under_their_names_at_commit_only) {
    RunFolder folder(out);
    folder.write("summary.json", "{}");
    folder.open("console.log") << "hello";
    EXPECT_EQ(names(), (std::set<std::string>{"summary.json.tmp", "console.log.tmp"}));
    folder.commit();
    EXPECT_EQ(names(), (std::set<std::string>{"summary.json", "console.log"}));
    EXPECT_EQ(content("console.log"), "hello");
}

TEST_F(RunFolderTest, traces_of_the_run_before_go_with_it) {
    {
        RunFolder folder(out);
        std::ofstream(folder.claim("trace.vcd")) << "waves";
        folder.open("timeline.json") << "{}";
        folder.write("summary.json", "first");
        folder.commit();
        EXPECT_EQ(names(), (std::set<std::string>{"summary.json", "trace.vcd", "timeline.json"}));
    }
    complete_run("second");
    EXPECT_EQ(names(), (std::set<std::string>{"summary.json", "console.log"}));
}

TEST_F(RunFolderTest, what_a_killed_run_with_traces_left_behind_is_overwritten) {
    fs::create_directories(out);
    std::ofstream(out / "trace.vcd.tmp") << "half";
    std::ofstream(out / "console.log.tmp") << "half";
    complete_run("next");
    EXPECT_EQ(content("summary.json"), "next");
}

TEST_F(RunFolderTest, a_run_that_is_given_up_leaves_nothing_behind) {
    {
        RunFolder folder(out);
        folder.write("summary.json", "{}");
    }
    EXPECT_FALSE(fs::exists(out));
}

TEST_F(RunFolderTest, a_run_that_is_given_up_leaves_the_previous_run_whole) {
    complete_run("first");
    {
        RunFolder folder(out);
        folder.write("summary.json", "second");
    }
    EXPECT_EQ(content("summary.json"), "first");
    EXPECT_EQ(content("console.log"), "hello");
}

TEST_F(RunFolderTest, a_new_run_replaces_all_files_of_the_previous_one) {
    complete_run("first");
    std::ofstream(out / "notes.txt") << "mine";
    {
        RunFolder folder(out);
        folder.write("summary.json", "second");
        folder.commit();
    }
    EXPECT_EQ(content("summary.json"), "second");
    EXPECT_EQ(names(), (std::set<std::string>{"summary.json", "notes.txt"}));
}

TEST_F(RunFolderTest, a_folder_that_is_no_run_is_not_touched) {
    fs::create_directories(out);
    std::ofstream(out / "thesis.txt") << "years of work";
    EXPECT_THROW(RunFolder folder(out), InputError);
    EXPECT_EQ(names(), (std::set<std::string>{"thesis.txt"}));
}

TEST_F(RunFolderTest, what_an_interrupted_run_left_may_be_overwritten) {
    fs::create_directories(out);
    std::ofstream(out / "console.log.tmp") << "half";
    EXPECT_NO_THROW(complete_run("now"));
    EXPECT_EQ(names(), (std::set<std::string>{"summary.json", "console.log"}));
}

TEST_F(RunFolderTest, files_and_unwritable_places_are_refused) {
    std::ofstream(out.string()) << "a file";
    EXPECT_THROW(RunFolder folder(out), InputError);
    EXPECT_THROW(RunFolder folder("/proc/nowhere/out"), InputError);
}

} // namespace
