#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// Whether `pattern` describes all of `text`: `*` stands for any characters, `?` for one.
bool matches(std::string_view pattern, std::string_view text);

/// A list of patterns, as in `trace.signals`.
class Patterns {
public:
    /// Separated by commas; blanks around them do not count.
    explicit Patterns(std::string_view list);

    bool empty() const { return patterns_.empty(); }
    /// Whether one of them describes `text`.
    bool match(std::string_view text);
    /// The first that never has, or "".
    std::string unmatched() const;

private:
    struct Pattern {
        std::string text;
        bool used = false;
    };
    std::vector<Pattern> patterns_;
};

} // namespace stavp::trace
