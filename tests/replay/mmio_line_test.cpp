#include "platform/trace/mmio/mmio_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp::trace;

std::string reason_against(const std::string& text) {
    try {
        parse_line(text);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

TEST(MmioLine, shows_bytes_as_one_little_endian_number) {
    MmioLine line;
    line.begin_ps = 16000;
    line.end_ps = 30000;
    line.kind = MmioKind::write;
    line.initiator = "cpu";
    line.address = 0x40010018;
    line.data = {0x78, 0x56, 0x34, 0x12};
    line.name = "sta.QUEUE_TAIL";
    EXPECT_EQ(format_line(line), "16000 30000 W cpu 40010018 4 12345678 ok sta.QUEUE_TAIL\n");
    EXPECT_EQ(value_of(line), 0x12345678u);
}

TEST(MmioLine, is_read_as_it_was_written) {
    for (const auto* text : {"5 7 R cpu 10000005 1 60 error uart.LSR", "5 5 M cpu 80000003 5 0102030405 ok memory",
                             "9 9 I sta 21 1 01 ok irq.sta", "3 8 S cpu 0 1 00 ok host", "9 9 E run 0 1 01 ok run"})
        EXPECT_EQ(format_line(parse_line(text)), std::string(text) + "\n");
    EXPECT_EQ(parse_line("5 5 M cpu 80000003 2 0102 ok memory").data, (std::vector<std::uint8_t>{2, 1}));
}

TEST(MmioLine, that_is_none_is_refused_with_the_reason) {
    EXPECT_EQ(reason_against("5 7 R cpu 10000005 1 60 ok"), "expected 9 fields, got 8");
    EXPECT_EQ(reason_against("5 7 R cpu 10000005 1 60 ok uart.LSR x"), "more than 9 fields");
    EXPECT_EQ(reason_against("x 7 R cpu 10000005 1 60 ok a"), "expected a time in picoseconds, got 'x'");
    EXPECT_EQ(reason_against("8 7 R cpu 10000005 1 60 ok a"), "ends before it begins");
    EXPECT_EQ(reason_against("5 7 Q cpu 10000005 1 60 ok a"), "expected R, W, M, I, S or E, got 'Q'");
    EXPECT_EQ(reason_against("5 7 R cpu 0x10 1 60 ok a"), "expected a hexadecimal address, got '0x10'");
    EXPECT_EQ(reason_against("5 7 R cpu 10 2 60 ok a"), "expected 4 hexadecimal digits, got '60'");
    EXPECT_EQ(reason_against("5 7 R cpu 10 1 6g ok a"), "expected hexadecimal digits, got '6g'");
    EXPECT_EQ(reason_against("5 7 R cpu 10 0  ok a"), "an access of 0 bytes");
    EXPECT_EQ(reason_against("5 7 R cpu 10 99999999999 60 ok a"), "at most 4096 bytes, got 99999999999");
    EXPECT_EQ(reason_against("5 7 R cpu 10 1 60 fine a"), "expected ok or error, got 'fine'");
}

} // namespace
