#pragma once

#include <chrono>
#include <cstdint>

namespace stavp {

/// One line on stderr while a long trace is played; silent when stderr is no terminal, and for the first two seconds.
class TraceProgress {
public:
    TraceProgress();
    ~TraceProgress();
    TraceProgress(const TraceProgress&) = delete;
    TraceProgress& operator=(const TraceProgress&) = delete;

    /// One request more; `share` of the trace has been read, 0 if that is not known.
    void count(double share) {
        if (terminal_ && ++requests_ % kLook == 0) show(share);
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::uint64_t kLook = 1 << 16; ///< requests between two looks at the clock

    void show(double share);

    bool terminal_;
    bool shown_ = false;
    std::uint64_t requests_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_;
};

} // namespace stavp
