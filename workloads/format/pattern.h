#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stavp::workloads {

/// An N:M pattern along the reduction dimension; n = 0 means dense. M is 2, 4, 8, 16 or 32 and 1 <= n <= M.
struct Pattern {
    std::uint32_t n = 0;
    std::uint32_t m = 0;

    bool dense() const { return n == 0; }
    bool valid() const;
    friend bool operator==(const Pattern&, const Pattern&) = default;
};

/// "2:4" or "dense". parse_pattern throws std::invalid_argument for anything else.
Pattern parse_pattern(std::string_view text);
std::string to_string(Pattern pattern);

} // namespace stavp::workloads
