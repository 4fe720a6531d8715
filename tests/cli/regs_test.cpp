#include "tests/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RegsCommand, list_shows_every_block_of_the_map) {
    const auto text = stavp("regs list").out;
    for (const auto* block :
         {"finisher at 0x00100000", "clint at 0x02000000", "plic at 0x0c000000", "uart at 0x10000000, interrupt 10",
          "dma at 0x40000000, interrupt 32", "sta at 0x40010000, interrupt 33", "softmax at 0x40020000, interrupt 34",
          "vector at 0x40030000, interrupt 35", "sysctl at 0x40040000", "sync at 0x40050000, interrupt 36",
          "watchdog at 0x40070000, interrupt 38"})
        EXPECT_THAT(text, HasSubstr(block));
}

TEST(RegsCommand, one_block_can_be_chosen) {
    const auto text = stavp("regs list sync").out;
    EXPECT_THAT(text, HasSubstr("ALARM_STATUS"));
    EXPECT_THAT(text, Not(HasSubstr("sysctl")));
}

TEST(RegsCommand, header_and_svd_carry_the_same_offsets) {
    EXPECT_THAT(stavp("regs header sync").out, HasSubstr("#define SYNC_ALARM_STATUS_OFFSET 0x240u"));
    const auto svd = stavp("regs svd sync").out;
    EXPECT_THAT(svd, HasSubstr("<name>ALARM_STATUS</name>"));
    EXPECT_THAT(svd, HasSubstr("<addressOffset>0x240</addressOffset>"));
}

} // namespace
