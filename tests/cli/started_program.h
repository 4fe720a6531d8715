#pragma once

#include <chrono>
#include <csignal>
#include <regex>
#include <string>
#include <sys/types.h>
#include <vector>

/// A program that runs beside the test, its signals as in a fresh shell; stdout and stderr in one stream: a pipe, or a
/// terminal of a given size.
class StartedProgram {
public:
    struct Terminal {
        unsigned short columns = 0; ///< 0: a pipe instead
        unsigned short rows = 0;
    };

    /// `arguments`: program first; `environment`: "NAME=value", added.
    StartedProgram(std::vector<std::string> arguments, Terminal terminal,
                   const std::vector<std::string>& environment = {});
    ~StartedProgram();
    StartedProgram(const StartedProgram&) = delete;
    StartedProgram& operator=(const StartedProgram&) = delete;

    /// Reads until the output holds `text` `times` times; false if the program ends, or half a minute passes, before.
    bool wait_for(const std::string& text, unsigned times = 1);
    bool wait_for(const std::regex& text);
    void send(int signal) const { kill(process_, signal); }
    /// Reads to the end. As shells count: 128 + signal for a program that a signal ended.
    int exit_code();
    const std::string& output() const { return output_; }

private:
    bool read_some(std::chrono::steady_clock::time_point until);

    pid_t process_ = -1;
    int stream_ = -1;
    std::string output_;
};
