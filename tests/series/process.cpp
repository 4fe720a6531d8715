#include "tests/series/process.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

namespace stavp::workloads::testing {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string text_of(std::FILE* file) {
    std::rewind(file);
    std::string text;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
        text += static_cast<char>(c);
    return text;
}

pid_t start(const std::vector<std::string>& words, std::FILE* out, std::FILE* err) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::dup2(::fileno(out), STDOUT_FILENO);
    ::dup2(::fileno(err), STDERR_FILENO);
    std::vector<char*> argv;
    for (const std::string& word : words)
        argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

} // namespace

Outcome run_program(const std::vector<std::string>& words) {
    return interrupt_program(words, 0, 0);
}

Outcome interrupt_program(const std::vector<std::string>& words, int signal, unsigned microseconds) {
    const File out(std::tmpfile(), std::fclose);
    const File err(std::tmpfile(), std::fclose);
    const pid_t child = start(words, out.get(), err.get());
    if (signal != 0) {
        ::usleep(microseconds);
        ::kill(child, signal);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(out.get()), text_of(err.get())};
}

} // namespace stavp::workloads::testing
