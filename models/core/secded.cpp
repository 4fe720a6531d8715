#include "models/core/secded.h"

#include <array>
#include <bit>
#include <cstddef>

namespace stavp {

namespace {

constexpr std::size_t kDataBits = 64;
constexpr std::size_t kSyndromes = 256;
constexpr int kCommonWeight = 3;
constexpr int kRareWeight = 5;
constexpr std::size_t kRare = kDataBits - 56; ///< there are 56 columns of weight 3

/// Column i of the code's parity check matrix: the check bits in which data bit i takes part.
constexpr std::array<std::uint8_t, kDataBits> make_columns() {
    std::array<std::uint8_t, kDataBits> columns{};
    std::size_t next = 0;
    std::size_t rare = 0;
    for (std::size_t value = 0; value < kSyndromes; ++value) {
        const auto weight = std::popcount(value);
        if (weight == kCommonWeight) columns[next++] = static_cast<std::uint8_t>(value);
    }
    // Rotations of one pattern, so that each check bit is in as many of them as any other.
    for (constexpr std::uint8_t kPattern = 0b0001'1111; rare < kRare; ++rare)
        columns[next++] = std::rotl(kPattern, static_cast<int>(rare));
    return columns;
}

constexpr auto kColumns = make_columns();
static_assert(std::popcount(kColumns.back()) == kRareWeight);

/// The check bits as parities: kRows[c] has the data bits that take part in check bit c.
constexpr std::array<std::uint64_t, 8> make_rows() {
    std::array<std::uint64_t, 8> rows{};
    for (std::size_t bit = 0; bit < kDataBits; ++bit)
        for (std::size_t check = 0; check < rows.size(); ++check)
            if ((kColumns[bit] >> check & 1) != 0) rows[check] |= std::uint64_t{1} << bit;
    return rows;
}

constexpr auto kRows = make_rows();
constexpr std::uint8_t kNoBit = 0xff;

/// The flipped bit that a syndrome stands for: 0 to 63 data, 64 to 71 check.
constexpr std::array<std::uint8_t, kSyndromes> make_bits() {
    std::array<std::uint8_t, kSyndromes> bits{};
    bits.fill(kNoBit);
    for (std::size_t bit = 0; bit < kDataBits; ++bit)
        bits[kColumns[bit]] = static_cast<std::uint8_t>(bit);
    for (std::size_t check = 0; check < kRows.size(); ++check)
        bits[std::size_t{1} << check] = static_cast<std::uint8_t>(kDataBits + check);
    return bits;
}

constexpr auto kBits = make_bits();

} // namespace

std::uint8_t secded_check(std::uint64_t data) {
    std::uint8_t check = 0;
    for (std::size_t i = 0; i < kRows.size(); ++i)
        check = static_cast<std::uint8_t>(check | (std::popcount(data & kRows[i]) & 1) << i);
    return check;
}

SecdedVerdict secded_decode(SecdedWord& word) {
    const auto syndrome = static_cast<std::uint8_t>(secded_check(word.data) ^ word.check);
    if (syndrome == 0) return SecdedVerdict::clean;
    const auto bit = kBits[syndrome];
    if (bit == kNoBit) return SecdedVerdict::uncorrectable;
    if (bit < kDataBits)
        word.data ^= std::uint64_t{1} << bit;
    else
        word.check = static_cast<std::uint8_t>(word.check ^ 1 << (bit - kDataBits));
    return SecdedVerdict::corrected;
}

} // namespace stavp
