#include "platform/run/live_text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace stavp {

namespace {

constexpr double kPercent = 100;
constexpr double kMillion = 1e6;
constexpr double kPicosecondsPerMillisecond = 1e9;
constexpr std::size_t kNameWidth = 8;
constexpr std::size_t kWidestBar = 50;
constexpr std::size_t kBesideBar = 12; ///< brackets, spaces and "100.0 %"

double per_second(std::uint64_t before, std::uint64_t now, double seconds) {
    return seconds > 0 ? static_cast<double>(now - before) / seconds : 0;
}

double share_of_unit(const LiveFrame& frame, std::size_t unit) {
    const auto passed = static_cast<double>(frame.now.time_ps - frame.before.time_ps);
    if (passed <= 0) return 0;
    return std::clamp((frame.now.busy_ps.at(unit) - frame.before.busy_ps.at(unit)) / passed, 0.0, 1.0);
}

std::string left(const LiveFrame& frame) {
    const auto done = frame.now.done_share;
    if (done <= 0 || done >= 1) return "";
    return fmt::format("about {:.0f} s left", frame.elapsed_seconds * (1 - done) / done);
}

std::string place(const RunState& state) {
    if (state.layers == 0) return "program";
    const auto number = std::min(state.layers_done + 1, state.layers);
    return fmt::format("layer {} of {}{}{}", number, state.layers, state.layer.empty() ? "" : " ", state.layer);
}

std::string pace(const LiveFrame& frame) {
    return fmt::format("{:.3f} ms simulated, {} cycles, {:.3g} cycles/s, {:.3g} MIPS",
                       static_cast<double>(frame.now.time_ps) / kPicosecondsPerMillisecond, frame.now.cycles,
                       per_second(frame.before.cycles, frame.now.cycles, frame.host_seconds),
                       per_second(frame.before.instructions, frame.now.instructions, frame.host_seconds) / kMillion);
}

class Lines {
public:
    Lines(std::size_t width, bool colour) : width_(width), colour_(colour) {}

    void add(const std::string& text, const char* colour = nullptr) {
        const auto cut = text.substr(0, width_);
        lines.push_back(colour != nullptr && colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", colour, cut) : cut);
    }
    void bar(const std::string& name, double share, const char* colour) {
        const auto beside = kNameWidth + kBesideBar;
        const auto cells = std::min(kWidestBar, width_ > beside ? width_ - beside : 0);
        const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(cells)));
        if (cells == 0) return add(fmt::format("{:<{}} {:5.1f} %", name, kNameWidth, share * kPercent), colour);
        add(fmt::format("{:<{}} [{}{}] {:5.1f} %", name, kNameWidth, std::string(full, '#'),
                        std::string(cells - full, '.'), share * kPercent),
            colour);
    }

    std::vector<std::string> lines;

private:
    std::size_t width_;
    bool colour_;
};

} // namespace

std::vector<std::string> live_dashboard(const LiveFrame& frame, std::size_t width, bool colour) {
    constexpr auto kBold = "1";
    constexpr auto kGreen = "32";
    constexpr auto kCyan = "36";
    Lines lines(width, colour);
    lines.add(place(frame.now), kBold);
    if (frame.now.layers != 0) lines.bar("done", frame.now.done_share, kGreen);
    lines.add(pace(frame));
    for (std::size_t unit = 0; unit < kLiveUnits.size(); ++unit)
        lines.bar(std::string(kLiveUnits.at(unit)), share_of_unit(frame, unit), kCyan);
    lines.add(left(frame));
    return lines.lines;
}

std::string live_line(const LiveFrame& frame) {
    auto text = place(frame.now);
    if (frame.now.layers != 0) text += fmt::format(", {:.1f} % done", frame.now.done_share * kPercent);
    text += ", " + pace(frame);
    for (std::size_t unit = 0; unit < kLiveUnits.size(); ++unit)
        text += fmt::format(", {} {:.0f} %", kLiveUnits.at(unit), share_of_unit(frame, unit) * kPercent);
    if (const auto time = left(frame); !time.empty()) text += ", " + time;
    return text;
}

} // namespace stavp
