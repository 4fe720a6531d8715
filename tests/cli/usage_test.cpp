#include "tests/cli/program.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

void expect_one_line_refusal(const std::string& arguments, const std::string& line) {
    const auto outcome = stavp(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_EQ(outcome.err, line + "\n") << arguments;
}

TEST(Usage, help_is_no_error) {
    for (const auto* arguments : {"--help", "run --help", "config --help", "regs --help", "diff --help",
                                  "compare-fidelity --help", "area --help"}) {
        const auto outcome = stavp(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << arguments;
        EXPECT_THAT(outcome.out, HasSubstr("usage: stavp")) << arguments;
        EXPECT_EQ(outcome.err, "") << arguments;
    }
    EXPECT_THAT(stavp("--version").out, StartsWith("stavp 0."));
}

TEST(Usage, output_that_cannot_be_written_is_no_success) {
    for (const auto* arguments : {"--help", "area", "area --json", "config dump", "gemm --m 4 --k 4 --n 4 --json"}) {
        const auto log = fresh_folder() / "errors";
        const auto status =
            std::system((std::string(STAVP_PROGRAM) + " " + arguments + " >/dev/full 2>" + log.string()).c_str());
        EXPECT_EQ(WEXITSTATUS(status), 2) << arguments;
        EXPECT_EQ(read_text(log), "stavp: standard output cannot be written\n") << arguments;
    }
}

TEST(Usage, what_is_unknown_is_refused_in_one_line_with_exit_code_2) {
    expect_one_line_refusal("", "stavp: no command given (see stavp --help)");
    expect_one_line_refusal("rum", "stavp: unknown command 'rum' (did you mean 'run'?) (see stavp --help)");
    expect_one_line_refusal("--verbose", "stavp: unknown option '--verbose' (see stavp --help)");
    expect_one_line_refusal("run --workloed x", "stavp run: unknown option '--workloed' (did you mean '--workload'?) "
                                                "(see stavp run --help)");
    expect_one_line_refusal("run --work x", "stavp run: unknown option '--work' (see stavp run --help)");
    expect_one_line_refusal("run extra", "stavp run: too many arguments (see stavp run --help)");
    expect_one_line_refusal("config", "stavp config: expected check or dump (see stavp config --help)");
    expect_one_line_refusal("config eat x",
                            "stavp config: expected check or dump, got 'eat' (see stavp config --help)");
    expect_one_line_refusal("regs svg",
                            "stavp regs: expected list, header, svd or diff, got 'svg' (see stavp regs --help)");
    expect_one_line_refusal("regs list snyc",
                            "stavp regs: no block 'snyc' (did you mean 'sync'?) (see stavp regs --help)");
    expect_one_line_refusal("report",
                            "stavp report: expected the folder of a run or of a sweep (see stavp report --help)");
    expect_one_line_refusal("report x --svg y -o z",
                            "stavp report: -o is for the page, --csv and --json (see stavp report --help)");
    expect_one_line_refusal("diff one", "stavp diff: expected two run folders (see stavp diff --help)");
    expect_one_line_refusal("diff /nowhere/a /nowhere/b",
                            "/nowhere/a/summary.json: cannot be read; is this the folder of a run?");
}

TEST(Usage, start_up_takes_less_than_50_ms) {
    auto best = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 10; ++i) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(stavp("--version").exit_code, 0);
        best = std::min(best, std::chrono::steady_clock::now() - start);
    }
    EXPECT_LT(best, std::chrono::milliseconds(50));
}

} // namespace
