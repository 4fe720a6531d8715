#include "platform/trace/patterns.h"
#include "platform/trace/trace_kind.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace stavp::trace {
namespace {

TEST(Patterns, stars_stand_for_anything_and_question_marks_for_one_character) {
    EXPECT_TRUE(matches("sta.*", "sta.busy"));
    EXPECT_TRUE(matches("*", ""));
    EXPECT_TRUE(matches("ddr.bank?.state", "ddr.bank7.state"));
    EXPECT_FALSE(matches("ddr.bank?.state", "ddr.bank12.state"));
    EXPECT_TRUE(matches("*a*b", "xaxab"));
    EXPECT_FALSE(matches("sta.*", "vsta.busy"));
    EXPECT_FALSE(matches("sta", "sta.busy"));
    EXPECT_FALSE(matches("", "sta"));
}

TEST(Patterns, a_list_knows_which_of_its_patterns_found_nothing) {
    Patterns patterns(" sta.* , stb.*,,");
    EXPECT_TRUE(patterns.match("sta.busy"));
    EXPECT_FALSE(patterns.match("vector.busy"));
    EXPECT_EQ(patterns.unmatched(), "stb.*");
    EXPECT_TRUE(Patterns(" , ").empty());
}

TEST(TraceKinds, come_as_lists_each_once_and_unknown_ones_are_named) {
    const auto kinds = parse_trace_kinds({"fst,vcd", "vcd"});
    ASSERT_EQ(kinds.size(), 2u);
    EXPECT_EQ(kinds[0]->name, "vcd");
    EXPECT_EQ(kinds[1]->name, "fst");
    EXPECT_TRUE(parse_trace_kinds({}).empty());
    for (const auto* wrong : {"vdc", "", "vcd,,fst"}) {
        try {
            parse_trace_kinds({wrong});
            ADD_FAILURE() << wrong;
        } catch (const std::invalid_argument& error) {
            EXPECT_NE(std::string(error.what()).find("there are vcd, fst"), std::string::npos);
        }
    }
}

} // namespace
} // namespace stavp::trace
