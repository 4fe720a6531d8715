#include "tests/trace/vcd_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace {

const std::string kHeader = "$version test $end\n$timescale 1 ps $end\n$scope module top $end\n"
                            "$scope module a $end\n$var wire 1 ! bit $end\n$upscope $end\n"
                            "$var wire 4 \" word [3:0] $end\n$upscope $end\n$enddefinitions $end\n";
const std::string kStart = "#0\n$dumpvars\n0!\nbz \"\n$end\n";

Vcd parse(const std::string& text) {
    std::istringstream in(text);
    return parse_vcd(in);
}

std::string refusal(const std::string& text) {
    try {
        parse(text);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(VcdParser, reads_names_times_and_values) {
    const auto vcd = parse(kHeader + kStart + "#7\n1!\nb0101 \"\n#9\nbx \"\n#12\n");
    EXPECT_EQ(vcd.timescale, "1ps");
    EXPECT_EQ(vcd.end, 12u);
    EXPECT_EQ(vcd.signals.at("a.bit").transitions(), 1u);
    EXPECT_EQ(vcd.signals.at("word").at(6), "z");
    EXPECT_EQ(vcd.signals.at("word").at(8), "101");
    EXPECT_EQ(vcd.signals.at("word").at(9), "x");
}

TEST(VcdParser, refuses_what_the_standard_does_not_allow) {
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n1?\n"), testing::HasSubstr("no variable"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n#5\n"), testing::HasSubstr("time does not grow"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n#4\n"), testing::HasSubstr("time does not grow"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\nb10101 \"\n"), testing::HasSubstr("wrong width"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n1\"\n"), testing::HasSubstr("wrong kind"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n2!\n"), testing::HasSubstr("bad value"));
    EXPECT_THAT(refusal(kHeader + "#0\n$dumpvars\n0!\n$end\n"), testing::HasSubstr("not every variable"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n$dumpoff\nx!\nbx \"\n$end\n1!\n"), testing::HasSubstr("off"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n1!\n0!\n"), testing::HasSubstr("two values"));
    EXPECT_THAT(refusal(kHeader + "1!\n"), testing::HasSubstr("before any time"));
    EXPECT_THAT(refusal("$scope module top $end\n$var wire 1 ! a $end\n$var wire 1 ! b $end\n"),
                testing::HasSubstr("have the code"));
    EXPECT_THAT(refusal(kHeader + kStart + "#5\n1!"), testing::HasSubstr("does not end"));
}

} // namespace
