#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace stavp::workloads::cli {

/// A line on stderr that is rewritten in place, if stderr is a terminal and the work takes more than two seconds.
class Progress {
public:
    explicit Progress(std::string_view what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::string_view step, std::size_t done, std::size_t total);

private:
    std::string_view what_;
    bool terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace stavp::workloads::cli
