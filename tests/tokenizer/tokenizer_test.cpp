#include "workloads/tokenizer/normalise.h"
#include "workloads/tokenizer/tokenizer.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

using Ids = std::vector<std::uint32_t>;

Vocabulary vocabulary(std::vector<Vocabulary::Piece> pieces) {
    return {std::move(pieces), 1};
}

TEST(tokenizer, the_segmentation_of_greatest_total_score_wins) {
    // "▁ab": "▁" + "ab" = -1 - 4 = -5; "▁a" + "b" = -3 - 1 = -4; "▁" + "a" + "b" = -1 - 3 - 1 = -5.
    const Tokenizer tokenizer(
        vocabulary({{"?", 0}, {"\u2581", -1}, {"a", -3}, {"b", -1}, {"ab", -4}, {"\u2581a", -3}}));
    EXPECT_EQ(tokenizer.encode("ab"), (Ids{5, 3}));
}

TEST(tokenizer, equal_scores_go_to_the_shorter_last_piece) {
    const Tokenizer tokenizer(vocabulary({{"?", 0}, {"\u2581", -1}, {"a", -2}, {"b", -2}, {"ab", -4}}));
    EXPECT_EQ(tokenizer.encode("ab"), (Ids{1, 2, 3}));
}

TEST(tokenizer, spaces_become_word_marks_and_are_kept) {
    const Tokenizer tokenizer(vocabulary({{"?", 0}, {"\u2581", -1}, {"a", -2}}));
    EXPECT_EQ(tokenizer.encode("a  a"), (Ids{1, 2, 1, 1, 2}));
}

TEST(tokenizer, a_run_of_unknown_characters_is_one_unknown) {
    const Tokenizer tokenizer(vocabulary({{"?", 0}, {"\u2581", -1}, {"a", -2}}));
    EXPECT_EQ(tokenizer.encode("xyzaq"), (Ids{1, 0, 2, 0}));
    EXPECT_EQ(tokenizer.encode("\U0001F642\U0001F642"), (Ids{1, 0}));
}

TEST(tokenizer, reserved_symbols_are_never_produced) {
    const Tokenizer tokenizer(vocabulary({{"a", 0}, {"\u2581", -1}, {"b", -2}}));
    EXPECT_EQ(tokenizer.encode("ab"), (Ids{1, 0, 2})); // "a" is id 0 only as the unknown symbol
}

TEST(tokenizer, empty_text_has_no_tokens) {
    EXPECT_TRUE(Tokenizer(vocabulary({{"?", 0}, {"\u2581", -1}})).encode("").empty());
}

TEST(tokenizer, text_that_is_not_utf8_is_refused) {
    const Tokenizer tokenizer(vocabulary({{"?", 0}, {"\u2581", -1}}));
    EXPECT_THROW(tokenizer.encode("\xff\xfe"), std::invalid_argument);
    EXPECT_THROW(tokenizer.encode("caf\xc3"), std::invalid_argument);
}

TEST(normalise_nfkc, follows_the_standards_examples) {
    EXPECT_EQ(normalise_nfkc("e\u0301"), U"\u00e9");      // composition
    EXPECT_EQ(normalise_nfkc("\ufb01"), U"fi");           // ligature
    EXPECT_EQ(normalise_nfkc("2\u2075"), U"25");          // superscript
    EXPECT_EQ(normalise_nfkc("\u1e9b\u0323"), U"\u1e69"); // UAX 15, figure 6
    EXPECT_EQ(normalise_nfkc("\u00bd"), U"1\u20442");     // vulgar fraction
}

} // namespace
} // namespace stavp::workloads
