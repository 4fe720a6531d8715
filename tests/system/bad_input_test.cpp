// Each row of docs/bad-input.md is a call of the real program: one line on stderr, exactly the one of the table, and
// its exit code. What the guest says stands in front of it on the console.

#include "tests/system/bad_input_files.h"
#include "tests/system/bad_input_table.h"
#include "tests/system/shell.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace {

namespace fs = std::filesystem;

/// The page writes STAVP for the folder in which stavp's own files lie.
std::string without_our_folder(std::string text) {
    const std::string folder = STAVP_SOURCE_DIR;
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
        text.replace(at, folder.size(), "STAVP");
    return text;
}

/// A cell that ends in "..." is the first line of several.
std::string first_line_if_asked(const std::string& out, const std::string& cell) {
    return cell.ends_with(" ...") ? out.substr(0, out.find('\n')) + " ...\n" : out;
}

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, is_answered_with_the_line_and_exit_code_of_the_table) {
    const auto& row = GetParam();
    const ScratchFolder folder;
    make_bad_input_files(folder.path(), row.command);
    const auto outcome = shell(folder.path(), row.command);
    EXPECT_EQ(outcome.exit_code, row.exit_code) << row.command;
    EXPECT_EQ(without_our_folder(outcome.err), row.message + "\n") << row.command;
    if (!row.prints.empty()) {
        EXPECT_EQ(first_line_if_asked(outcome.out, row.prints), row.prints + "\n") << row.command;
    }
    if (row.exit_code == 2 && row.command.starts_with("stavp")) {
        EXPECT_EQ(outcome.out, "") << row.command;
        EXPECT_FALSE(fs::exists(folder / "out")) << "refused input left a result";
    }
}

INSTANTIATE_TEST_SUITE_P(Row, BadInputTest, testing::ValuesIn(read_bad_inputs()),
                         [](const auto& test) { return case_name(test.param); });

TEST(BadInputTable, speaks_of_every_bad_file_that_the_tests_make) {
    const auto rows = read_bad_inputs();
    for (const auto& name : bad_input_files())
        EXPECT_TRUE(std::ranges::any_of(rows, [&](const auto& row) { return names_file(row.command, name); }))
            << "no row of docs/bad-input.md calls anything with " << name;
}

TEST(BadInputTable, promises_exit_code_2_only_where_nothing_was_simulated) {
    std::set<std::string> inputs;
    for (const auto& row : read_bad_inputs()) {
        EXPECT_TRUE(inputs.insert(row.input).second) << row.input << " stands twice";
        EXPECT_NE(row.exit_code, 0) << row.input;
        EXPECT_FALSE(row.message.empty()) << row.input;
    }
    EXPECT_GE(inputs.size(), bad_input_files().size());
}

TEST(BadInputFolder, with_other_things_in_it_is_left_as_it_was) {
    const ScratchFolder folder;
    make_bad_input_files(folder.path(), "good.nmw occupied");
    EXPECT_EQ(shell(folder.path(), "stavp run -w good.nmw -o occupied").exit_code, 2);
    EXPECT_EQ(read_text(folder / "occupied/thesis.txt"), "years of work\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "occupied"), {}), 1);
}

} // namespace
