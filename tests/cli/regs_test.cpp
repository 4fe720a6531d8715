#include "tests/cli/program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

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

/// Two versions of a block, each in a folder of its own.
class RegsDiff : public testing::Test {
protected:
    std::filesystem::path folder = fresh_folder();

    void SetUp() override {
        write("old", "{name: CTRL, offset: 0, fields: [{name: GO, bits: 0}]}, {name: COUNT, offset: 4, access: ro}");
        write("new", "{name: CTRL, offset: 8, fields: [{name: GO, bits: 0}, {name: STOP, bits: 1}]}, {name: COUNT, "
                     "offset: 4, access: ro}");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    void write(const std::string& version, const std::string& registers) const {
        std::filesystem::create_directories(folder / version / "pump");
        std::ofstream(folder / version / "pump" / "pump.regs.yaml")
            << "{block: pump, size: 0x10, registers: [" << registers << "]}\n";
    }
    Outcome diff(const std::string& before, const std::string& after, const std::string& options = "") const {
        return stavp("regs diff " + (folder / before).string() + " " + (folder / after).string() + " " + options);
    }
};

TEST_F(RegsDiff, of_folders_marks_what_breaks_firmware) {
    const auto found = diff("old", "new");
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_EQ(found.out, "breaks  pump.CTRL       offset 0x0 > 0x8\n"
                         "        pump.CTRL.STOP  added at 1\n"
                         "2 changes, 1 of them break firmware\n");
    const auto same = diff("old/pump/pump.regs.yaml", "old");
    EXPECT_EQ(same.exit_code, 0);
    EXPECT_EQ(same.out, "no difference\n");
}

TEST_F(RegsDiff, as_json_names_each_property) {
    const auto json = nlohmann::json::parse(diff("old", "new", "--json").out);
    EXPECT_EQ(json["breaking"], 1);
    EXPECT_EQ(json["changes"][0], (nlohmann::json{{"block", "pump"},
                                                  {"name", "CTRL"},
                                                  {"what", "offset"},
                                                  {"before", "0x0"},
                                                  {"after", "0x8"},
                                                  {"breaks", true}}));
}

TEST_F(RegsDiff, takes_the_whole_platform_and_tells_of_blocks) {
    const auto models = (kSource / "models").string();
    EXPECT_EQ(stavp("regs diff " + models + " " + models).exit_code, 0);
    const auto fewer = stavp("regs diff " + models + " " + models + "/sync");
    EXPECT_EQ(fewer.exit_code, 1);
    EXPECT_THAT(fewer.out, HasSubstr("breaks  sta       removed from 0x1000"));
}

TEST_F(RegsDiff, refuses_what_is_no_register_map) {
    write("bad", "{name: CTRL, offset: 0, access: maybe}");
    const auto bad = diff("old", "bad");
    EXPECT_EQ(bad.exit_code, 2);
    EXPECT_THAT(bad.err, HasSubstr("pump.regs.yaml:1: access: unknown access mode 'maybe'"));
    std::filesystem::create_directories(folder / "empty");
    EXPECT_THAT(diff("old", "empty").err, HasSubstr("empty: holds no *.regs.yaml of a block"));
    EXPECT_EQ(stavp("regs diff one").exit_code, 2);
}

} // namespace
