#include "tests/cli/program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;

const std::string kDefault = (kSource / "configs/platforms/default.yaml").string();

TEST(ConfigCommand, check_says_nothing_about_what_is_right) {
    for (const auto* name : {"default", "small", "wide"}) {
        const auto outcome = stavp("config check " + (kSource / "configs/platforms" / name).string() + ".yaml");
        EXPECT_EQ(outcome.exit_code, 0);
        EXPECT_EQ(outcome.out + outcome.err, "");
    }
}

TEST(ConfigCommand, a_wrong_file_is_named_with_line_and_key) {
    const auto folder = fresh_folder();
    const auto file = folder / "p.yaml";
    std::ofstream(file) << "sta:\n  rows: 16\n  colums: 8\n";
    const auto outcome = stavp("config check " + file.string());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, file.string() + ":3: sta.colums: unknown key (did you mean 'sta.cols'?)\n");
}

TEST(ConfigCommand, a_wrong_override_is_named_as_given) {
    const auto outcome = stavp("config dump --set sta.rows=0");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "--set sta.rows=0: sta.rows: must be 1 to 512, got 0\n");
}

TEST(ConfigCommand, the_dump_of_a_dump_is_identical) {
    const auto folder = fresh_folder();
    const auto first = stavp("config dump " + kDefault + " --set sta.rows=48 --set ddr.page_policy=closed");
    ASSERT_EQ(first.exit_code, 0);
    EXPECT_THAT(first.out, HasSubstr("rows: 48"));
    std::ofstream(folder / "dump.yaml") << first.out;
    EXPECT_EQ(stavp("config dump " + (folder / "dump.yaml").string()).out, first.out);
}

TEST(ConfigCommand, without_a_file_the_default_platform_is_shown) {
    EXPECT_EQ(stavp("config dump").out, stavp("config dump " + kDefault).out);
}

} // namespace
