#include "models/core/secded.h"

#include <array>
#include <bit>
#include <gtest/gtest.h>
#include <random>

namespace stavp {
namespace {

constexpr unsigned kWordBits = 72;

SecdedWord encoded(std::uint64_t data) {
    return {data, secded_check(data)};
}

SecdedWord flipped(SecdedWord word, unsigned bit) {
    if (bit < 64)
        word.data ^= std::uint64_t{1} << bit;
    else
        word.check = static_cast<std::uint8_t>(word.check ^ 1 << (bit - 64));
    return word;
}

std::array<std::uint64_t, 20> words() {
    std::mt19937_64 random(7);
    std::array<std::uint64_t, 20> result{0, ~0ull, 0x8000'0000'0000'0001, 0x0123'4567'89ab'cdef};
    for (std::size_t i = 4; i < result.size(); ++i)
        result[i] = random();
    return result;
}

TEST(Secded, a_word_without_errors_is_clean) {
    for (const auto data : words()) {
        auto word = encoded(data);
        EXPECT_EQ(secded_decode(word), SecdedVerdict::clean);
        EXPECT_EQ(word.data, data);
    }
}

TEST(Secded, every_single_flipped_bit_is_corrected) {
    for (const auto data : words())
        for (unsigned bit = 0; bit < kWordBits; ++bit) {
            auto word = flipped(encoded(data), bit);
            EXPECT_EQ(secded_decode(word), SecdedVerdict::corrected) << bit;
            EXPECT_EQ(word, encoded(data)) << bit;
        }
}

TEST(Secded, every_two_flipped_bits_are_detected) {
    for (const auto data : words())
        for (unsigned first = 0; first < kWordBits; ++first)
            for (unsigned second = first + 1; second < kWordBits; ++second) {
                auto word = flipped(flipped(encoded(data), first), second);
                ASSERT_EQ(secded_decode(word), SecdedVerdict::uncorrectable) << first << " and " << second;
            }
}

// No code with 8 check bits can do more: three flips either look like one bit, wrongly corrected, or like none known.
TEST(Secded, three_flipped_bits_are_never_taken_for_a_clean_word_and_often_for_a_single_error) {
    unsigned miscorrected = 0;
    unsigned all = 0;
    for (unsigned first = 0; first < kWordBits; ++first)
        for (unsigned second = first + 1; second < kWordBits; ++second)
            for (unsigned third = second + 1; third < kWordBits; ++third) {
                auto word = flipped(flipped(flipped(encoded(0x0123'4567'89ab'cdef), first), second), third);
                const auto verdict = secded_decode(word);
                ASSERT_NE(verdict, SecdedVerdict::clean);
                ++all;
                if (verdict != SecdedVerdict::corrected) continue;
                ++miscorrected;
                ASSERT_NE(word, encoded(0x0123'4567'89ab'cdef));
                ASSERT_EQ(word.check, secded_check(word.data));
            }
    EXPECT_GT(miscorrected, all / 2);
    EXPECT_LT(miscorrected, all);
}

// The definition once more: a check bit is the parity of its data bits, and the code is linear.
TEST(Secded, check_bits_are_linear_in_the_data) {
    const auto given = words();
    for (std::size_t i = 1; i < given.size(); ++i)
        EXPECT_EQ(secded_check(given[i] ^ given[i - 1]), secded_check(given[i]) ^ secded_check(given[i - 1]));
    for (unsigned bit = 0; bit < 64; ++bit)
        EXPECT_EQ(std::popcount(secded_check(std::uint64_t{1} << bit)) % 2, 1) << bit;
}

} // namespace
} // namespace stavp
