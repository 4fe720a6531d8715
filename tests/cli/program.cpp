#include "tests/cli/program.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/wait.h>

namespace {

std::filesystem::path scratch(const std::string& suffix) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::filesystem::path(testing::TempDir()) /
           ("stavp_cli_" + std::string(test->test_suite_name()) + "_" + test->name() + suffix);
}

} // namespace

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Outcome stavp(const std::string& arguments) {
    const auto out = scratch(".out");
    const auto err = scratch(".err");
    const auto command = std::string(STAVP_PROGRAM) + " " + arguments + " >" + out.string() + " 2>" + err.string();
    const auto status = std::system(command.c_str());
    Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(out), read_text(err)};
    std::filesystem::remove(out);
    std::filesystem::remove(err);
    return outcome;
}

std::filesystem::path fresh_folder() {
    auto folder = scratch("");
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}
