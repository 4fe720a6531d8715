#include "platform/run/progress.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp {

namespace {

constexpr std::chrono::milliseconds kQuiet{2000};
constexpr std::chrono::milliseconds kInterval{200};
constexpr double kPicosecondsPerMillisecond = 1e9;
constexpr auto kEraseLine = "\r\x1b[K";

class QuietProgress : public Progress {
public:
    QuietProgress()
        : terminal_(isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()), next_(start_ + kQuiet) {}
    ~QuietProgress() override {
        if (shown_) std::fputs(kEraseLine, stderr);
    }

    void look(const std::function<RunState()>& state) override {
        if (!terminal_) return;
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return;
        next_ = now + kInterval;
        shown_ = true;
        show(state(), std::chrono::duration<double>(now - start_).count());
    }

private:
    static void show(const RunState& state, double elapsed_s) {
        auto text = fmt::format("{:.3f} ms simulated", static_cast<double>(state.time_ps) / kPicosecondsPerMillisecond);
        if (state.layers != 0) {
            text = fmt::format("layer {} of {}, {}", std::min(state.layers_done + 1, state.layers), state.layers, text);
            if (state.done_share > 0)
                text += fmt::format(", about {:.0f} s left", elapsed_s * (1 - state.done_share) / state.done_share);
        }
        fmt::print(stderr, "{}{}", kEraseLine, text);
        std::fflush(stderr);
    }

    bool terminal_;
    bool shown_ = false;
    Time start_;
    Time next_;
};

} // namespace

std::unique_ptr<Progress> quiet_progress() {
    return std::make_unique<QuietProgress>();
}

} // namespace stavp
