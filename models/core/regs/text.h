#pragma once

#include <algorithm>
#include <cctype>
#include <string>

namespace stavp::regs {

inline std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

/// Control characters as spaces: descriptions may come from folded or literal YAML blocks.
inline std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

} // namespace stavp::regs
