#include "platform/trace/mmio/mmio_line.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::trace {

namespace {

constexpr std::size_t kFields = 9;
constexpr int kHex = 16;
constexpr int kDecimal = 10;
constexpr std::string_view kKinds = "RWMISE";

/// The bytes as one little-endian number, highest digit first.
std::string hex_of(const std::vector<std::uint8_t>& data) {
    if (data.empty()) return "0";
    std::string text;
    for (auto byte = data.rbegin(); byte != data.rend(); ++byte)
        text += fmt::format("{:02x}", *byte);
    return text;
}

std::uint64_t number(std::string_view text, int base, const char* what) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || stop != end || text.empty())
        throw std::invalid_argument(fmt::format("expected {}, got '{}'", what, text));
    return value;
}

std::vector<std::uint8_t> bytes_of(std::string_view text, std::uint64_t count) {
    if (count > MmioLine::kLargestBytes)
        throw std::invalid_argument(fmt::format("at most {} bytes, got {}", MmioLine::kLargestBytes, count));
    constexpr std::size_t kDigits = 2;
    if (text.size() != kDigits * count)
        throw std::invalid_argument(fmt::format("expected {} hexadecimal digits, got '{}'", kDigits * count, text));
    std::vector<std::uint8_t> data(count);
    for (std::size_t i = 0; i < count; ++i)
        data[count - 1 - i] =
            static_cast<std::uint8_t>(number(text.substr(kDigits * i, kDigits), kHex, "hexadecimal digits"));
    return data;
}

std::array<std::string_view, kFields> split(std::string_view text) {
    std::array<std::string_view, kFields> fields;
    std::size_t count = 0;
    while (!text.empty()) {
        const auto space = text.find(' ');
        if (count == kFields) throw std::invalid_argument(fmt::format("more than {} fields", kFields));
        fields.at(count++) = text.substr(0, space);
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    if (count != kFields) throw std::invalid_argument(fmt::format("expected {} fields, got {}", kFields, count));
    return fields;
}

} // namespace

std::string format_line(const MmioLine& line) {
    return fmt::format("{} {} {} {} {:x} {} {} {} {}\n", line.begin_ps, line.end_ps, static_cast<char>(line.kind),
                       line.initiator, line.address, line.data.size(), hex_of(line.data), line.ok ? "ok" : "error",
                       line.name);
}

MmioLine parse_line(std::string_view text) {
    const auto [begin, end, kind, initiator, address, bytes, value, response, name] = split(text);
    MmioLine line;
    line.begin_ps = number(begin, kDecimal, "a time in picoseconds");
    line.end_ps = number(end, kDecimal, "a time in picoseconds");
    if (line.end_ps < line.begin_ps) throw std::invalid_argument("ends before it begins");
    if (kind.size() != 1 || kKinds.find(kind.front()) == std::string_view::npos)
        throw std::invalid_argument(fmt::format("expected R, W, M, I, S or E, got '{}'", kind));
    line.kind = static_cast<MmioKind>(kind.front());
    line.initiator = initiator;
    line.address = number(address, kHex, "a hexadecimal address");
    line.data = bytes_of(value, number(bytes, kDecimal, "a number of bytes"));
    if (line.data.empty()) throw std::invalid_argument("an access of 0 bytes");
    if (response != "ok" && response != "error")
        throw std::invalid_argument(fmt::format("expected ok or error, got '{}'", response));
    line.ok = response == "ok";
    line.name = name;
    return line;
}

std::uint64_t value_of(const MmioLine& line) {
    constexpr unsigned kBitsPerByte = 8;
    std::uint64_t value = 0;
    for (auto byte = line.data.rbegin(); byte != line.data.rend(); ++byte)
        value = value << kBitsPerByte | *byte;
    return value;
}

std::string format_header(const MmioHeader& header) {
    return fmt::format("# stavp-mmio {}\n# stavp {}\n# fidelity {}\n# config {}\n# firmware {}\n# workload {}\n"
                       "# window {}\n# begin_ps end_ps kind initiator address bytes value response name\n",
                       MmioHeader::kVersion, header.stavp, header.fidelity, header.config_sha256, header.firmware,
                       header.workload, header.whole ? "whole" : "part");
}

} // namespace stavp::trace
