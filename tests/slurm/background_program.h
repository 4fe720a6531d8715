#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace stavp::sweep::testing {

/// A program that runs beside the test, its streams in files; killed with the object if it still runs.
class BackgroundProgram {
public:
    BackgroundProgram(std::vector<std::string> words, const std::string& out_file, const std::string& err_file);
    ~BackgroundProgram();
    BackgroundProgram(const BackgroundProgram&) = delete;
    BackgroundProgram& operator=(const BackgroundProgram&) = delete;

    void send(int signal) const;
    /// Its exit code, or 128 + signal. Once.
    int wait();

private:
    pid_t process_ = -1;
};

} // namespace stavp::sweep::testing
