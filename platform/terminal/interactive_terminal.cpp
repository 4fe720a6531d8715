#include "platform/terminal/interactive_terminal.h"

#include "platform/terminal/poll_input.h"

#include <utility>

namespace stavp::terminal {

InteractiveTerminal::InteractiveTerminal(std::unique_ptr<ByteChannel> channel, const std::string& recording)
    : channel_(std::move(channel)) {
    if (!recording.empty()) recording_.emplace(recording);
}

InteractiveTerminal::~InteractiveTerminal() {
    flush();
}

std::optional<std::uint8_t> InteractiveTerminal::next() {
    if (waiting_.empty()) return std::nullopt;
    const auto first = waiting_.front();
    waiting_.pop_front();
    return first;
}

void InteractiveTerminal::put(char character) {
    constexpr std::size_t kManyBytes = 1024;
    out_ += character;
    if (out_.size() >= kManyBytes) flush();
}

void InteractiveTerminal::flush() {
    if (out_.empty()) return;
    channel_->send(out_);
    out_.clear();
}

bool InteractiveTerminal::look(std::uint64_t time_ps) {
    flush();
    const auto arrived = channel_->receive();
    for (const auto character : arrived) {
        const auto byte = static_cast<std::uint8_t>(character);
        waiting_.push_back(byte);
        if (recording_) recording_->add({time_ps, byte});
    }
    return !arrived.empty();
}

void InteractiveTerminal::wait(int other) {
    wait_a_moment(channel_->descriptor(), other);
}

} // namespace stavp::terminal
