#include "platform/trace/patterns.h"

#include <algorithm>

namespace stavp::trace {

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Patterns::Patterns(std::string_view list) {
    constexpr auto kBlank = " \t";
    while (!list.empty()) {
        const auto comma = list.find(',');
        auto word = list.substr(0, comma);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        word.remove_prefix(std::min(word.find_first_not_of(kBlank), word.size()));
        word.remove_suffix(word.size() - (word.find_last_not_of(kBlank) + 1));
        if (!word.empty()) patterns_.push_back({std::string(word)});
    }
}

bool Patterns::match(std::string_view text) {
    bool found = false;
    for (auto& pattern : patterns_)
        if (matches(pattern.text, text)) found = pattern.used = true;
    return found;
}

std::string Patterns::unmatched() const {
    const auto unused = std::find_if(patterns_.begin(), patterns_.end(), [](const auto& p) { return !p.used; });
    return unused == patterns_.end() ? std::string() : unused->text;
}

} // namespace stavp::trace
