#include "tests/system/shell.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

std::string test_name() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    // The process, so that two checkouts can be tested at the same time.
    auto name = fmt::format("stavp_{}_{}_{}", ::getpid(), test->test_suite_name(), test->name());
    std::ranges::replace(name, '/', '_');
    return name;
}

std::string quoted(const fs::path& path) {
    return fmt::format("'{}'", path.string());
}

} // namespace

Outcome shell(const fs::path& folder, const std::string& command) {
    const auto log = folder.parent_path() / folder.filename();
    const auto out = fs::path(log.string() + ".out");
    const auto err = fs::path(log.string() + ".err");
    const auto line = fmt::format("cd {} && export PATH={}:$PATH && ( {} ) >{} 2>{} </dev/null", quoted(folder),
                                  quoted(STAVP_PROGRAMS), command, quoted(out), quoted(err));
    const auto status = std::system(line.c_str());
    Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(out), read_text(err)};
    fs::remove(out);
    fs::remove(err);
    return outcome;
}

void prepare(const fs::path& folder, const std::string& command) {
    const auto outcome = shell(folder, command);
    if (outcome.exit_code != 0) throw std::runtime_error(command + ": " + outcome.err);
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

ScratchFolder::ScratchFolder() : path_(fs::path(testing::TempDir()) / test_name()) {
    fs::remove_all(path_);
    fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}
