#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp::gdb {

/// What a debugger sends, by the framing of GDB's Remote Serial Protocol (GDB manual, appendix E).
struct Input {
    enum class Kind { packet, damaged_packet, ack, nack, interrupt };
    Kind kind = Kind::packet;
    std::string payload; ///< of a packet, escapes undone
};

/// Cuts a stream of bytes into inputs. Bytes between packets that mean nothing are skipped.
class PacketReader {
public:
    /// Longest payload; a packet beyond it is damaged. Told to the debugger as PacketSize.
    static constexpr std::size_t kLongest = 0x10000;

    void feed(std::string_view bytes) { pending_.append(bytes); }
    /// The next whole input, if there is one.
    std::optional<Input> next();

private:
    enum class State { between, body, first_digit, second_digit };

    std::optional<Input> take(char byte);
    Input finish();

    std::string pending_;
    std::size_t read_ = 0;
    State state_ = State::between;
    std::string body_;
    bool too_long_ = false;
    unsigned sum_ = 0;
    std::string digits_;
};

} // namespace stavp::gdb
