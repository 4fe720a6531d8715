#include "tests/support/scratch_path.h"
#include "workloads/tokenizer/sentences.h"

#include "workloads/format/image.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

std::filesystem::path write_text(const std::string& name, const std::string& text) {
    const auto file = stavp::testing::scratch_path(name);
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

TEST(sentences, comments_and_blank_lines_are_left_out) {
    const auto file = write_text("sentences.txt", "# note\nfirst\r\n\n  \nsecond one");
    EXPECT_EQ(read_sentences(file), (std::vector<std::string>{"first", "second one"}));
}

TEST(sentences, a_bad_line_is_named) {
    const auto file = write_text("broken.txt", "good\n\xff\n");
    try {
        read_sentences(file);
        FAIL() << "no error";
    } catch (const FormatError& error) {
        EXPECT_NE(std::string(error.what()).find("broken.txt:2: "), std::string::npos) << error.what();
    }
}

TEST(sentences, a_file_without_sentences_is_refused) {
    EXPECT_THROW(read_sentences(write_text("empty.txt", "# only a comment\n")), FormatError);
    EXPECT_THROW(read_sentences("/no/such/file"), FormatError);
}

TEST(tokenise, long_text_is_cut_to_the_longest_sequence) {
    Model model;
    model.nodes.push_back({});
    model.nodes.front().max_tokens = 3;
    model.vocabulary = {{{"?", 0}, {"\u2581", -1}, {"a", -2}}, 1};
    const Tokenizer tokenizer(model.vocabulary);
    EXPECT_EQ(tokenise(model, tokenizer, "aaaaa"), (std::vector<std::uint32_t>{1, 2, 2}));
    EXPECT_THROW(tokenise(model, tokenizer, ""), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
