#include "platform/config/suggest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace stavp::config {

namespace {

/// Insertions, deletions, replacements of one character and swaps of two neighbours (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::move(above);
        above = std::move(row);
    }
    return above.back();
}

std::string last_part(const std::string& key) {
    return key.substr(key.rfind('.') + 1);
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    auto best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const auto& candidate : candidates) {
        const auto d = distance(word, candidate);
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto found = nearest(word, candidates);
    return found.empty() ? "" : " (did you mean '" + found + "'?)";
}

std::string suggest_key(const std::string& key, const std::vector<std::string>& keys) {
    std::vector<std::string> keys_and_groups;
    for (const auto& known : keys) {
        keys_and_groups.push_back(known);
        for (auto dot = known.find('.'); dot != std::string::npos; dot = known.find('.', dot + 1))
            keys_and_groups.push_back(known.substr(0, dot));
    }
    if (auto near = did_you_mean(key, keys_and_groups); !near.empty()) return near;
    std::string same_ending;
    for (const auto& known : keys)
        if (last_part(known) == last_part(key)) {
            if (!same_ending.empty()) return "";
            same_ending = known;
        }
    return same_ending.empty() ? "" : " (did you mean '" + same_ending + "'?)";
}

} // namespace stavp::config
