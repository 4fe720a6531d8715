#include "workloads/cli/command.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace stavp::workloads::cli {
namespace {

/// Training lives in a program of its own, so that nmprune runs without the training library.
int run(Arguments args) {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "nmprune-idp";
    if (!std::filesystem::exists(program, error))
        throw UsageError("this build has no training component; install libtorch-dev and libopenblas0-pthread and "
                         "build again (./dev train does both)");
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), args.begin(), args.end());
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(program.c_str(), argv.data());
    throw std::runtime_error(program.string() + ": cannot be executed: " + std::strerror(errno));
}

} // namespace

extern const Command idp_command;
const Command idp_command{"idp", "train a series of N:M models from a recipe", run};

} // namespace stavp::workloads::cli
