#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// One level for each factor, as indices.
using Combination = std::vector<std::size_t>;

/// `count` combinations of factors with `levels[f]` levels each, drawn from `seed` so that every pair of levels of two
/// factors occurs as early as a greedy search finds it. Equal arguments give equal combinations everywhere.
std::vector<Combination> cover_pairs(const std::vector<std::size_t>& levels, std::size_t count, std::uint32_t seed);

/// How many pairs of levels of two factors occur in none of `chosen`.
std::size_t missing_pairs(const std::vector<std::size_t>& levels, const std::vector<Combination>& chosen);
