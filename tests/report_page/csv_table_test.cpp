#include "platform/report_page/csv_table.h"
#include "platform/run/input_error.h"

#include <gmock/gmock.h>

namespace {

using namespace stavp;
using testing::ElementsAre;

TEST(CsvTable, quoted_fields_keep_commas_quotes_and_line_ends) {
    const auto table = parse_csv("id,reason\np1,\"a, \"\"b\"\"\nc\"\np2,\n", "t");
    EXPECT_THAT(table.columns, ElementsAre("id", "reason"));
    ASSERT_EQ(table.rows.size(), 2);
    EXPECT_THAT(table.rows[0], ElementsAre("p1", "a, \"b\"\nc"));
    EXPECT_THAT(table.rows[1], ElementsAre("p2", ""));
}

TEST(CsvTable, lines_may_end_with_crlf_and_the_last_without) {
    const auto table = parse_csv("a,b\r\n1,2\r\n3,4", "t");
    ASSERT_EQ(table.rows.size(), 2);
    EXPECT_THAT(table.rows[1], ElementsAre("3", "4"));
    EXPECT_TRUE(parse_csv("", "t").columns.empty());
}

std::string refusal_of(const std::string& text) {
    try {
        parse_csv(text, "t.csv");
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(CsvTable, damage_is_named) {
    EXPECT_EQ(refusal_of("a,b\n1\n"), "t.csv: row 1 has 1 fields, the header has 2");
    EXPECT_EQ(refusal_of("a\n\"1"), "t.csv: a quoted field does not end");
    EXPECT_EQ(refusal_of("a\n\"1\"2\n"), "t.csv: offset 5: text behind a closing quote");
}

TEST(CsvTable, a_written_field_is_read_back) {
    for (const std::string field : {"plain", "with, comma", "\"quoted\"", "two\nlines", ""}) {
        const auto table = parse_csv("x\n" + csv_field(field) + "\n", "t");
        ASSERT_EQ(table.rows.size(), 1) << field;
        EXPECT_EQ(table.rows[0][0], field);
    }
    EXPECT_EQ(csv_field("plain"), "plain");
}

} // namespace
