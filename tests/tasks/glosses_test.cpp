#include "workloads/tasks/glosses.h"

#include "tests/tasks/gloss_file.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using testing::GlossFile;
using ::testing::HasSubstr;

TEST(definition_of, ends_before_the_first_quoted_example) {
    EXPECT_EQ(definition_of(" an entity that has physical existence  "), "an entity that has physical existence");
    EXPECT_EQ(definition_of(" a similar kind; \"dogs and the like\", \"the likes of you\"  "), "a similar kind");
    EXPECT_EQ(definition_of(" a demand especially in the phrase \"the call of duty\"  "),
              "a demand especially in the phrase");
    EXPECT_EQ(definition_of(" female of domestic cattle: \"`moo-cow' is a term\" "), "female of domestic cattle");
    EXPECT_EQ(definition_of(" ends of the beams; \"on her beam-ends\" means heeled over "), "ends of the beams");
}

TEST(definition_of, keeps_semicolons_brackets_and_bars_inside) {
    EXPECT_EQ(definition_of(" to heat; to cold (or wind); or rain | snow; \"exposure to it\" "),
              "to heat; to cold (or wind); or rain | snow");
    EXPECT_EQ(definition_of(" (e.g., halothane)  "), "(e.g., halothane)");
}

TEST(definition_of, is_empty_where_there_is_only_an_example) {
    EXPECT_EQ(definition_of("  \"he did it\" "), "");
    EXPECT_EQ(definition_of(" ; "), "");
    EXPECT_EQ(definition_of(""), "");
}

class Glosses : public ::testing::Test {
protected:
    fs::path path = testing::fresh_folder("wordnet") / "data.noun";
    GlossFile file;

    std::string complaint() {
        testing::write_text(path, file.text());
        return testing::complaint<FormatError>([&] { read_noun_definitions(path, "package p"); });
    }
    std::string at_line(int line) const { return path.string() + ":" + std::to_string(line) + ": "; }
};

TEST_F(Glosses, give_class_and_definition_in_the_order_of_the_file) {
    file.add("03 n 01 entity 0 000 |", " that which is; \"it is\"  ");
    file.add("28 n 01 now 0 001 @ 00000111 n 0000 |", " the present | here  ");
    testing::write_text(path, file.text());
    const auto definitions = read_noun_definitions(path, "package p");
    ASSERT_EQ(definitions.size(), 2U);
    EXPECT_EQ(definitions[0].text, "that which is");
    EXPECT_EQ(definitions[0].noun_file, 0U);
    EXPECT_EQ(definitions[1].text, "the present | here");
    EXPECT_EQ(definitions[1].noun_file, 25U);
}

TEST_F(Glosses, of_synsets_with_more_than_nine_words_are_found_by_the_hexadecimal_count) {
    std::string fields = "05 n 1a";
    for (int i = 0; i < 0x1a; ++i)
        fields += " word_" + std::to_string(i) + " " + "0123456789abcdef"[i % 16];
    file.add(fields + " 000 |", " twenty-six words  ");
    testing::write_text(path, file.text());
    EXPECT_EQ(read_noun_definitions(path, "package p").at(0).text, "twenty-six words");
}

TEST_F(Glosses, hold_nothing_of_the_words_and_pointers_of_the_line) {
    file.add("06 n 02 secret_word 0 other_word 2 002 @ 00001930 n 0000 #p 00002137 n 010f |", " plain text  ");
    testing::write_text(path, file.text());
    EXPECT_EQ(read_noun_definitions(path, "package p").at(0).text, "plain text");
}

TEST_F(Glosses, that_are_examples_only_are_left_out) {
    file.add("06 n 01 a 0 000 |", " \"only an example\"  ");
    file.add("06 n 01 b 0 000 |", " a definition  ");
    testing::write_text(path, file.text());
    EXPECT_EQ(read_noun_definitions(path, "package p").size(), 1U);
}

TEST_F(Glosses, lines_that_break_the_format_are_named) {
    const std::vector<std::pair<std::string, std::string>> broken{
        {"06 n 01 a 0 000", "no '|' before the gloss"},
        {"02 n 01 a 0 000 |", "lexicographer file 2 is none of nouns (3 to 28)"},
        {"29 n 01 a 0 000 |", "lexicographer file 29 is none of nouns (3 to 28)"},
        {"6 n 01 a 0 000 |", "lexicographer file: expected 2 decimal digits, got '6'"},
        {"06 v 01 a 0 000 |", "synset type is 'v', expected 'n'"},
        {"06 n 00 000 |", "word count is 0"},
        {"06 n 0g a 0 000 |", "word count: expected 2 hexadecimal digits, got '0g'"},
        {"06 n 01 a 10 000 |", "lex_id: expected 1 hexadecimal digits, got '10'"},
        {"06 n 02 a 0 000 |", "a field is missing before the gloss"},
        {"06 n 01 a 0 001 |", "a field is missing before the gloss"},
        {"06 n 01 a 0 0a0 |", "pointer count: expected 3 decimal digits, got '0a0'"},
        {"06 n 01 a 0 001 @ 0001930 n 0000 |", "pointer's offset: expected 8 decimal digits, got '0001930'"},
        {"06 n 01 a 0 000 @ 00001930 n 0000 |", "more fields than its counts say"},
        {"06 n 01 a  0 000 |", "a field is missing before the gloss"},
    };
    for (const auto& [fields, reason] : broken) {
        file = {};
        file.add("06 n 01 good 0 000 |", " fine  ");
        file.add(fields, " text  ");
        EXPECT_EQ(complaint(), at_line(4) + reason + " (package p)") << fields;
    }
}

TEST_F(Glosses, a_line_that_is_not_where_its_offset_says_is_refused) {
    file.add("06 n 01 a 0 000 |", " fine  ");
    file.add("06 n 01 b 0 000 |", " fine too  ");
    const std::string whole = file.text();
    file.replace(whole.substr(0, whole.find("fine")) + "very " + whole.substr(whole.find("fine")));
    EXPECT_THAT(complaint(), HasSubstr(at_line(4) + "synset offset is "));
    EXPECT_THAT(complaint(), HasSubstr("the line begins at byte "));
}

TEST_F(Glosses, a_file_cut_inside_a_line_is_refused) {
    file.add("06 n 01 a 0 000 |", " fine  ");
    file.add("06 n 01 b 0 000 |", " fine too  ");
    const std::string whole = file.text();
    file.replace(whole.substr(0, whole.size() - 1));
    EXPECT_EQ(complaint(), at_line(4) + "is truncated (package p)");
}

TEST_F(Glosses, licence_lines_alone_and_no_file_at_all_are_refused) {
    EXPECT_EQ(complaint(), path.string() + ": holds no definitions (package p)");
    fs::remove(path);
    EXPECT_EQ(testing::complaint<FormatError>([&] { read_noun_definitions(path, "package p"); }),
              path.string() + ": cannot be read: No such file or directory (package p)");
    EXPECT_EQ(testing::complaint<FormatError>([&] { read_noun_definitions(path.parent_path(), "package p"); }),
              path.parent_path().string() + ": cannot be read: it is a directory (package p)");
}

} // namespace
} // namespace stavp::workloads
