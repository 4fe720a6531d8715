#include "platform/run/live_view.h"
#include "platform/run/live_text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace stavp {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFrame{100};
constexpr std::chrono::milliseconds kLine{1000};    ///< at least, between two plain lines
constexpr std::chrono::milliseconds kSilence{5000}; ///< at most, where no layer ends

struct TerminalSize {
    std::size_t columns = 80;
    std::size_t rows = 24;
};

TerminalSize terminal_size() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
    return {size.ws_col, size.ws_row};
}

/// Keeps the state of the last frame.
class LiveProgress : public Progress {
public:
    void look(const std::function<RunState()>& state) final {
        const auto now = Clock::now();
        if (!due(now)) return;
        LiveFrame frame;
        frame.before = before_;
        frame.now = state();
        frame.host_seconds = std::chrono::duration<double>(now - shown_).count();
        frame.elapsed_seconds = std::chrono::duration<double>(now - start_).count();
        if (!show(frame)) return;
        before_ = std::move(frame.now);
        shown_ = now;
    }

protected:
    Clock::duration since_shown(Time now) const { return now - shown_; }
    virtual bool due(Time now) = 0;
    /// False if this frame was left out.
    virtual bool show(const LiveFrame& frame) = 0;

private:
    Time start_ = Clock::now();
    Time shown_ = start_;
    RunState before_;
};

class Dashboard : public LiveProgress {
public:
    explicit Dashboard(bool colour) : colour_(colour) {}
    ~Dashboard() override { write(to_top() + "\x1b[J"); }

private:
    bool due(Time now) override { return since_shown(now) >= kFrame; }
    bool show(const LiveFrame& frame) override {
        const auto size = terminal_size();
        auto lines = live_dashboard(frame, size.columns - 1, colour_);
        lines.resize(std::min(lines.size(), size.rows - 1));
        auto text = to_top();
        for (const auto& line : lines)
            text += line + "\x1b[K\n";
        height_ = lines.size();
        write(text + "\x1b[J");
        return true;
    }

    std::string to_top() const { return height_ == 0 ? "\r" : fmt::format("\r\x1b[{}A", height_); }
    /// In one piece, so that it does not flicker.
    static void write(const std::string& text) {
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    }

    bool colour_;
    std::size_t height_ = 0;
};

class PlainLines : public LiveProgress {
private:
    bool due(Time now) override {
        silent_ = since_shown(now) >= kSilence;
        return first_ || since_shown(now) >= kLine;
    }
    bool show(const LiveFrame& frame) override {
        if (!first_ && !silent_ && frame.now.layers_done == frame.before.layers_done) return false;
        first_ = false;
        fmt::print(stderr, "{}\n", live_line(frame));
        std::fflush(stderr);
        return true;
    }

    bool first_ = true;
    bool silent_ = false;
};

bool set(const char* variable) {
    const auto* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

bool can_redraw() {
    const auto* terminal = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

} // namespace

std::unique_ptr<Progress> live_progress(bool shared) {
    if (shared || !can_redraw()) return std::make_unique<PlainLines>();
    return std::make_unique<Dashboard>(!set("NO_COLOR"));
}

} // namespace stavp
