#include "platform/terminal/replay_terminal.h"

namespace stavp::terminal {

std::optional<std::uint8_t> ReplayTerminal::next() {
    if (waiting_.empty()) return std::nullopt;
    const auto first = waiting_.front();
    waiting_.pop_front();
    return first;
}

bool ReplayTerminal::look(std::uint64_t time_ps) {
    bool arrived = false;
    for (; !to_come_.empty() && to_come_.front().time_ps <= time_ps; to_come_.pop_front()) {
        waiting_.push_back(to_come_.front().character);
        arrived = true;
    }
    return arrived;
}

std::optional<std::uint64_t> ReplayTerminal::looks_again_ps() const {
    if (to_come_.empty()) return std::nullopt;
    return to_come_.front().time_ps;
}

} // namespace stavp::terminal
