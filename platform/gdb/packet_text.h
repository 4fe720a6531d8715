#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp::gdb {

/// `payload` with what the protocol reserves escaped, framed as "$...#sum".
std::string framed(std::string_view payload);

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
/// `bytes` bytes of `value`, least significant first, as registers are sent.
std::string to_hex_little(std::uint64_t value, unsigned bytes);
/// nullopt: an odd number of digits, or something that is no digit.
std::optional<std::string> from_hex(std::string_view digits);
/// The other way round of to_hex_little; at most 8 bytes.
std::optional<std::uint64_t> from_hex_little(std::string_view digits);
/// A number of 1 to 16 digits, most significant first; nullopt for anything else.
std::optional<std::uint64_t> parse_hex(std::string_view digits);

/// Takes `text` apart from the left.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool skip(std::string_view prefix);
    /// Up to `stop` (which is taken too), or all that is left.
    std::string_view until(char stop);
    /// The hexadecimal number up to `stop`.
    std::optional<std::uint64_t> number(char stop) { return parse_hex(until(stop)); }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

} // namespace stavp::gdb
