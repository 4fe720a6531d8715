// One sequence that is legal to the clock, then one that breaks one rule: the checker must name exactly that rule.
// DDR4-2400R: CL 16, CWL 12, tRCD 16, tRP 16, tRAS 39, tRC 55, tRRD 4/6, tFAW 26, tCCD 4/6, tWTR 3/9, tWR 18, tRTP 9,
// tRTW 2, tCS 2, tRFC 421, tREFI 9360; a burst takes 4 clocks.

#include "models/ddr/command_checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace {

using stavp::DramCommand;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAct = DramCommand::activate;
constexpr auto kPre = DramCommand::precharge;
constexpr auto kPreAll = DramCommand::precharge_all;
constexpr auto kRd = DramCommand::read;
constexpr auto kWr = DramCommand::write;
constexpr auto kRef = DramCommand::refresh;

class CommandCheckerTest : public testing::Test {
protected:
    CommandCheckerTest() : checker(two_ranks()) {}

    static stavp::DramTiming two_ranks() {
        stavp::DramTiming timing;
        timing.ranks = 2;
        return timing;
    }
    /// Banks count through ranks of 16, four to a group.
    void at(std::uint64_t clock, DramCommand command, std::uint32_t bank = 0, std::uint32_t row = 7,
            bool closes_row = false) {
        checker.observe({command, clock, {bank / 16, bank / 4, bank, row, 0}, closes_row});
    }
    std::set<std::string_view> rules() const {
        std::set<std::string_view> names;
        for (const auto& violation : checker.examples())
            names.insert(violation.rule);
        return names;
    }

    stavp::CommandChecker checker;
};

TEST_F(CommandCheckerTest, commands_at_their_earliest_clocks_are_legal) {
    at(0, kAct, 0);
    at(4, kAct, 4);  // tRRD_S
    at(10, kAct, 5); // tRRD_L
    at(14, kAct, 8);
    at(16, kRd, 0);   // tRCD
    at(20, kRd, 4);   // tCCD_S
    at(26, kAct, 12); // tFAW, and tCCD_L
    at(27, kRd, 5);
    at(37, kWr, 8);  // 27 + 16 + 4 + 2 - 12: tRTW
    at(39, kPre, 0); // tRAS
    at(55, kAct, 0); // tRP, tRC
    at(62, kRd, 8);  // 37 + 12 + 4 + 9: tWTR_L
    at(71, kPre, 8); // 37 + 12 + 4 + 18: tWR; 62 + 9: tRTP
    EXPECT_EQ(checker.violations(), 0u);
}

TEST_F(CommandCheckerTest, tRCD) {
    at(0, kAct);
    at(15, kRd);
    EXPECT_THAT(rules(), ElementsAre("tRCD"));
    EXPECT_EQ(checker.examples().front().text,
              "tRCD: RD at clock 15 channel 0 rank 0 bank 0: ACT at clock 0, must be 16 clocks before");
}

TEST_F(CommandCheckerTest, tRP) {
    at(0, kAct);
    at(45, kPre);
    at(60, kAct);
    EXPECT_THAT(rules(), ElementsAre("tRP"));
}

TEST_F(CommandCheckerTest, tRP_after_an_auto_precharge) {
    at(0, kAct);
    at(36, kRd, 0, 7, true); // closes at 36 + tRTP = 45
    at(60, kAct);
    EXPECT_THAT(rules(), ElementsAre("tRP"));
}

TEST_F(CommandCheckerTest, tRP_before_a_refresh) {
    at(0, kAct);
    at(40, kPreAll);
    at(55, kRef);
    EXPECT_THAT(rules(), ElementsAre("tRP"));
}

TEST_F(CommandCheckerTest, tRAS) {
    at(0, kAct);
    at(38, kPre);
    EXPECT_THAT(rules(), ElementsAre("tRAS"));
}

TEST_F(CommandCheckerTest, tRC) {
    auto timing = two_ranks();
    timing.tRC = 60;
    checker = stavp::CommandChecker(timing);
    at(0, kAct);
    at(40, kPre);
    at(59, kAct);
    EXPECT_THAT(rules(), ElementsAre("tRC"));
}

TEST_F(CommandCheckerTest, tRRD_S) {
    at(0, kAct, 0);
    at(3, kAct, 4);
    EXPECT_THAT(rules(), ElementsAre("tRRD_S"));
}

TEST_F(CommandCheckerTest, tRRD_L) {
    at(0, kAct, 0);
    at(5, kAct, 1);
    EXPECT_THAT(rules(), ElementsAre("tRRD_L"));
}

TEST_F(CommandCheckerTest, tFAW) {
    at(0, kAct, 0);
    at(4, kAct, 4);
    at(8, kAct, 8);
    at(12, kAct, 12);
    at(16, kAct, 16); // another rank has its own window
    at(25, kAct, 1);
    EXPECT_THAT(rules(), ElementsAre("tFAW"));
}

TEST_F(CommandCheckerTest, tCCD_S) {
    auto timing = two_ranks();
    timing.tCCD_S = 5; // so that the data bus does not complain too
    checker = stavp::CommandChecker(timing);
    at(0, kAct, 0);
    at(4, kAct, 4);
    at(30, kRd, 0);
    at(34, kRd, 4);
    EXPECT_THAT(rules(), ElementsAre("tCCD_S"));
}

TEST_F(CommandCheckerTest, tCCD_L) {
    at(0, kAct, 0);
    at(30, kRd, 0);
    at(35, kRd, 0);
    EXPECT_THAT(rules(), ElementsAre("tCCD_L"));
}

TEST_F(CommandCheckerTest, tWTR_S) {
    at(0, kAct, 0);
    at(4, kAct, 4);
    at(30, kWr, 0); // data end at 46
    at(48, kRd, 4);
    EXPECT_THAT(rules(), ElementsAre("tWTR_S"));
}

TEST_F(CommandCheckerTest, tWTR_L) {
    at(0, kAct, 0);
    at(30, kWr, 0);
    at(54, kRd, 0);
    EXPECT_THAT(rules(), ElementsAre("tWTR_L"));
}

TEST_F(CommandCheckerTest, tWR) {
    at(0, kAct);
    at(30, kWr);
    at(63, kPre);
    EXPECT_THAT(rules(), ElementsAre("tWR"));
}

TEST_F(CommandCheckerTest, tRTP) {
    at(0, kAct);
    at(40, kRd);
    at(48, kPreAll);
    EXPECT_THAT(rules(), ElementsAre("tRTP"));
}

TEST_F(CommandCheckerTest, tRTW) {
    at(0, kAct, 0);
    at(4, kAct, 4);
    at(30, kRd, 0); // data end at 50
    at(39, kWr, 4); // data start at 51
    EXPECT_THAT(rules(), ElementsAre("tRTW"));
}

TEST_F(CommandCheckerTest, tCS) {
    at(0, kAct, 0);
    at(1, kAct, 16);
    at(30, kRd, 0);
    at(35, kRd, 16);
    EXPECT_THAT(rules(), ElementsAre("tCS"));
}

TEST_F(CommandCheckerTest, overlap_on_the_data_bus) {
    auto timing = two_ranks();
    timing.tCCD_S = 2;
    timing.tCCD_L = 2;
    checker = stavp::CommandChecker(timing);
    at(0, kAct);
    at(30, kRd);
    at(33, kRd);
    EXPECT_THAT(rules(), ElementsAre("data bus"));
}

TEST_F(CommandCheckerTest, two_commands_in_one_clock) {
    at(0, kAct, 0);
    at(0, kAct, 16);
    EXPECT_THAT(rules(), ElementsAre("command bus"));
}

TEST_F(CommandCheckerTest, tRFC) {
    at(0, kRef);
    at(420, kAct, 0);
    EXPECT_THAT(rules(), ElementsAre("tRFC"));
}

TEST_F(CommandCheckerTest, a_refresh_that_never_comes) {
    at(9360, kRef);
    at(10 * 9360, kAct, 0);
    EXPECT_THAT(rules(), IsEmpty());
    at(10 * 9360 + 100, kRd, 0);
    EXPECT_THAT(rules(), ElementsAre("tREFI"));
    at(10 * 9360 + 200, kRd, 0);
    EXPECT_EQ(checker.violations(), 1u) << "told once";
}

TEST_F(CommandCheckerTest, too_few_refreshes_in_all) {
    for (std::uint64_t i = 1; i <= 8; ++i)
        at(i * 9360 * 2, kRef);
    EXPECT_THAT(rules(), IsEmpty());
    at(18 * 9360, kAct); // 8 of 18
    EXPECT_THAT(rules(), ElementsAre("tREFI"));
}

TEST_F(CommandCheckerTest, row_state) {
    at(0, kRd);
    EXPECT_EQ(checker.violations(), 1u);
    at(100, kAct, 0, 3);
    at(200, kRd, 0, 4);
    EXPECT_EQ(checker.violations(), 2u);
    at(300, kAct, 0, 4);
    EXPECT_EQ(checker.violations(), 3u);
    at(400, kRef);
    EXPECT_EQ(checker.violations(), 4u);
    at(1000, kPre, 9);
    EXPECT_EQ(checker.violations(), 5u);
    EXPECT_THAT(rules(), ElementsAre("row state"));
}

TEST_F(CommandCheckerTest, a_stretch_of_idle_refreshes_counts_as_that_many) {
    checker.observe({kRef, 100 * 9360, {}, false, 100});
    at(101 * 9360, kRef);
    EXPECT_EQ(checker.violations(), 0u);
}

} // namespace
