#include "tests/sweep/sweep_program.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace

int SweepProgram::Outcome::exit_code() const {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool SweepProgram::Outcome::killed() const {
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void SweepProgram::SetUp() {
    folder = stavp::testing::scratch_path("sweep");
    fs::remove_all(folder);
    fs::create_directories(folder);
    sweep_file = folder / "sweep.yaml";
    setenv("STAVP_CACHE_DIR", (folder / "cache").c_str(), 1); // also marks the processes of this test
    std::ofstream(folder / "shape.yaml") << "{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 24}\n";
}

void SweepProgram::TearDown() {
    EXPECT_EQ(processes(), 0u);
    fs::remove_all(folder);
}

void SweepProgram::write_sweep(std::size_t values, const std::string& more) const {
    std::ofstream out(sweep_file);
    out << "workload: {synth: shape.yaml, seed: 5}\naxes:\n  workload.pattern: [dense, \"2:4\"]\n"
        << "  sta.lanes: [1, 2]\n";
    if (values > 1) out << "  bus.bytes_per_cycle: [8";
    for (std::size_t i = 1; i < values; ++i)
        out << ", " << (8 << i);
    out << (values > 1 ? "]\n" : "set: {bus.bytes_per_cycle: 8}\n") << more;
}

pid_t SweepProgram::start(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{STAVP_PROGRAM};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& argument : all)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder / "stdout").c_str(), flags, 0644);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder / "stderr").c_str(), flags, 0644);
    pid_t process = 0;
    EXPECT_EQ(posix_spawn(&process, STAVP_PROGRAM, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

SweepProgram::Outcome SweepProgram::wait(pid_t process) const {
    Outcome outcome;
    waitpid(process, &outcome.status, 0);
    outcome.out = read(folder / "stdout");
    outcome.err = read(folder / "stderr");
    return outcome;
}

std::vector<std::string> SweepProgram::sweep_arguments(const std::string& out,
                                                       const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"sweep", sweep_file.string(), "-o", (folder / out).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

SweepProgram::Outcome SweepProgram::sweep(const std::string& out, const std::vector<std::string>& more) const {
    return stavp(sweep_arguments(out, more));
}

SweepProgram::Files SweepProgram::contents(const std::string& out) const {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder / out)) {
        const auto name = entry.path().filename();
        if (entry.is_regular_file() && name != "host.json" && name != ".lock")
            files[fs::relative(entry.path(), folder / out)] = read(entry.path());
    }
    return files;
}

std::string SweepProgram::text(const fs::path& file) const {
    return read(folder / file);
}

std::size_t SweepProgram::processes() const {
    const auto marker = "STAVP_CACHE_DIR=" + (folder / "cache").string() + '\0';
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        const bool process =
            std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
        if (process && name != std::to_string(getpid()) &&
            read(entry.path() / "environ").find(marker) != std::string::npos)
            ++count;
    }
    return count;
}

bool SweepProgram::all_gone() const {
    using namespace std::chrono_literals;
    for (int i = 0; i < 500 && processes() != 0; ++i)
        std::this_thread::sleep_for(10ms);
    return processes() == 0;
}
