#pragma once

#include <chrono>
#include <cstddef>

namespace stavp::sweep {

/// One line on stderr that is rewritten while a sweep goes on; silent where stderr is no terminal.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// A point has ended: `done` of `all`, `before` of them before this process began.
    void show(std::size_t done, std::size_t all, std::size_t before, std::size_t failures);

private:
    using Time = std::chrono::steady_clock::time_point;

    bool terminal_;
    bool shown_ = false;
    Time start_;
    Time next_;
};

} // namespace stavp::sweep
