#include "platform/gdb/packet_text.h"

#include <fmt/format.h>

namespace stavp::gdb {

namespace {

constexpr unsigned kDigitBits = 4;
constexpr unsigned kByteBits = 8;
constexpr unsigned kByteMask = 0xff;
constexpr std::size_t kMostDigits = 16;

std::optional<unsigned> digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

} // namespace

std::string framed(std::string_view payload) {
    std::string text = "$";
    unsigned sum = 0;
    const auto put = [&](char byte) {
        text += byte;
        sum += static_cast<unsigned char>(byte);
    };
    for (const char byte : payload) {
        if (byte == '$' || byte == '#' || byte == '}' || byte == '*') {
            put('}');
            put(static_cast<char>(byte ^ 0x20));
        } else {
            put(byte);
        }
    }
    return text + fmt::format("#{:02x}", sum & kByteMask);
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += kDigits[value >> kDigitBits];
        text += kDigits[value & 0xf];
    }
    return text;
}

std::string to_hex_little(std::uint64_t value, unsigned bytes) {
    std::string text;
    for (unsigned i = 0; i < bytes; ++i, value >>= kByteBits)
        text += fmt::format("{:02x}", value & kByteMask);
    return text;
}

std::optional<std::string> from_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = digit(digits[i]);
        const auto low = digit(digits[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes += static_cast<char>(*high << kDigitBits | *low);
    }
    return bytes;
}

std::optional<std::uint64_t> from_hex_little(std::string_view digits) {
    const auto bytes = from_hex(digits);
    if (!bytes || bytes->empty() || bytes->size() > sizeof(std::uint64_t)) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = bytes->size(); i-- > 0;)
        value = value << kByteBits | static_cast<unsigned char>((*bytes)[i]);
    return value;
}

std::optional<std::uint64_t> parse_hex(std::string_view digits) {
    if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        const auto next = digit(c);
        if (!next) return std::nullopt;
        value = value << kDigitBits | *next;
    }
    return value;
}

bool Cursor::skip(std::string_view prefix) {
    if (!rest_.starts_with(prefix)) return false;
    rest_.remove_prefix(prefix.size());
    return true;
}

std::string_view Cursor::until(char stop) {
    const auto end = rest_.find(stop);
    const auto part = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return part;
}

} // namespace stavp::gdb
