#include "platform/gdb/packet_reader.h"
#include "platform/gdb/packet_text.h"

namespace stavp::gdb {

namespace {

constexpr char kInterruptByte = 3;
constexpr char kEscape = '}';
constexpr char kEscapeFlip = 0x20;

std::string without_escapes(const std::string& body) {
    std::string text;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool escape = body[i] == kEscape && i + 1 < body.size();
        text += escape ? static_cast<char>(body[++i] ^ kEscapeFlip) : body[i];
    }
    return text;
}

} // namespace

std::optional<Input> PacketReader::next() {
    while (read_ < pending_.size()) {
        if (auto input = take(pending_[read_++])) return input;
    }
    pending_.clear();
    read_ = 0;
    return std::nullopt;
}

std::optional<Input> PacketReader::take(char byte) {
    if (state_ == State::between) {
        if (byte == '+') return Input{Input::Kind::ack, {}};
        if (byte == '-') return Input{Input::Kind::nack, {}};
        if (byte == kInterruptByte) return Input{Input::Kind::interrupt, {}};
    }
    if (byte == '$') { // also inside a body: the peer gave up the packet before
        state_ = State::body;
        body_.clear();
        digits_.clear();
        too_long_ = false;
        sum_ = 0;
        return std::nullopt;
    }
    switch (state_) {
    case State::between:
        break;
    case State::body:
        if (byte == '#') {
            state_ = State::first_digit;
            break;
        }
        sum_ += static_cast<unsigned char>(byte);
        too_long_ = too_long_ || body_.size() >= kLongest;
        if (!too_long_) body_ += byte;
        break;
    case State::first_digit:
        digits_ = byte;
        state_ = State::second_digit;
        break;
    case State::second_digit:
        digits_ += byte;
        state_ = State::between;
        return finish();
    }
    return std::nullopt;
}

Input PacketReader::finish() {
    const auto sum = parse_hex(digits_);
    constexpr unsigned kSumMask = 0xff;
    if (too_long_ || !sum || *sum != (sum_ & kSumMask)) return {Input::Kind::damaged_packet, {}};
    return {Input::Kind::packet, without_escapes(body_)};
}

} // namespace stavp::gdb
