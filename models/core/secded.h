#pragma once

#include <cstdint>

namespace stavp {

inline constexpr std::uint64_t kSecdedWordBytes = 8;

/// A 64-bit word with its eight check bits; as a mask, the bits of one that are flipped.
struct SecdedWord {
    std::uint64_t data = 0;
    std::uint8_t check = 0;

    friend bool operator==(const SecdedWord&, const SecdedWord&) = default;
};

enum class SecdedVerdict { clean, corrected, uncorrectable };

/// The check bits of `data`, by a (72, 64) code of Hsiao's kind (IBM J. Res. Dev. 14, 1970): each data bit is in an odd
/// number of check bits, 56 in three and 8 in five, no two in the same. An odd syndrome is thus a single flipped bit,
/// or nothing that is known; an even one never is a single bit.
std::uint8_t secded_check(std::uint64_t data);

/// What a decoder makes of `word`, which is corrected in place: all single errors are corrected, all double ones are
/// uncorrectable. Three and more flipped bits are what they look like: often a single one, which is then "corrected" to
/// a wrong word, or, from four on, none at all.
SecdedVerdict secded_decode(SecdedWord& word);

} // namespace stavp
