#include "workloads/format/pattern.h"

#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

bool Pattern::valid() const {
    if (n == 0) return m == 0;
    return (m == 2 || m == 4 || m == 8 || m == 16 || m == 32) && n <= m;
}

Pattern parse_pattern(std::string_view text) {
    if (text == "dense") return {};
    Pattern pattern;
    const char* const end = text.data() + text.size();
    const auto n = std::from_chars(text.data(), end, pattern.n);
    if (n.ec == std::errc{} && n.ptr != end && *n.ptr == ':') {
        const auto m = std::from_chars(n.ptr + 1, end, pattern.m);
        if (m.ec == std::errc{} && m.ptr == end && pattern.n != 0 && pattern.valid()) return pattern;
    }
    throw std::invalid_argument(
        fmt::format("pattern '{}': expected 'dense' or N:M with M = 2, 4, 8, 16 or 32 and 1 <= N <= M", text));
}

std::string to_string(Pattern pattern) {
    return pattern.dense() ? "dense" : fmt::format("{}:{}", pattern.n, pattern.m);
}

} // namespace stavp::workloads
