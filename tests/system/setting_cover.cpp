#include "tests/system/setting_cover.h"

#include <random>
#include <set>
#include <tuple>

namespace {

using Pair = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>; // factor, level, later factor, level

std::vector<Pair> pairs_of(const Combination& combination) {
    std::vector<Pair> pairs;
    for (std::size_t a = 0; a < combination.size(); ++a)
        for (std::size_t b = a + 1; b < combination.size(); ++b)
            pairs.emplace_back(a, combination[a], b, combination[b]);
    return pairs;
}

std::size_t new_pairs(const Combination& combination, const std::set<Pair>& seen) {
    std::size_t count = 0;
    for (const auto& pair : pairs_of(combination))
        count += seen.contains(pair) ? 0 : 1;
    return count;
}

} // namespace

std::vector<Combination> cover_pairs(const std::vector<std::size_t>& levels, std::size_t count, std::uint32_t seed) {
    constexpr int kCandidates = 100;
    std::mt19937 random(seed); // its sequence is fixed by the standard; distributions are not
    std::vector<Combination> chosen;
    std::set<Pair> seen;
    while (chosen.size() < count) {
        Combination best;
        std::size_t most = 0;
        for (int i = 0; i < kCandidates; ++i) {
            Combination candidate;
            for (const auto factor : levels)
                candidate.push_back(random() % factor);
            const auto gain = new_pairs(candidate, seen);
            if (best.empty() || gain > most) {
                most = gain;
                best = candidate;
            }
        }
        for (const auto& pair : pairs_of(best))
            seen.insert(pair);
        chosen.push_back(best);
    }
    return chosen;
}

std::size_t missing_pairs(const std::vector<std::size_t>& levels, const std::vector<Combination>& chosen) {
    std::set<Pair> seen;
    for (const auto& combination : chosen)
        for (const auto& pair : pairs_of(combination))
            seen.insert(pair);
    std::size_t all = 0;
    for (std::size_t a = 0; a < levels.size(); ++a)
        for (std::size_t b = a + 1; b < levels.size(); ++b)
            all += levels[a] * levels[b];
    return all - seen.size();
}
