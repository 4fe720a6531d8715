#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace stavp {

/// One line on stderr that is rewritten while a long run goes on; silent when stderr is no terminal, and for the
/// first two seconds.
class Progress {
public:
    explicit Progress(std::size_t layers);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::size_t layers_done, double done_share, std::uint64_t time_ps);

private:
    using Time = std::chrono::steady_clock::time_point;

    std::size_t layers_;
    bool terminal_;
    bool shown_ = false;
    Time start_;
    Time next_;
};

} // namespace stavp
