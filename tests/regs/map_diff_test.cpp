#include "models/core/regs/map_diff.h"

#include "tests/regs/temporary_yaml.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace {

using stavp::test::TemporaryYaml;
using testing::ElementsAre;
using testing::IsEmpty;

/// "NAME what before>after" with '!' in front of what breaks firmware.
std::vector<std::string> changes(const std::string& before, const std::string& after) {
    const TemporaryYaml yaml;
    const auto load = [&](const std::string& name, const std::string& registers) {
        return stavp::regs::load_register_map(
            yaml.write(name, "{block: probe, size: 0x100, registers: [" + registers + "]}"));
    };
    std::vector<std::string> lines;
    for (const auto& change : stavp::regs::diff(load("old.regs.yaml", before), load("new.regs.yaml", after)))
        lines.push_back(fmt::format("{}{} {} {}>{}", change.breaks ? "!" : "", change.name, change.what, change.before,
                                    change.after));
    return lines;
}

TEST(MapDiff, equal_maps_do_not_differ) {
    const std::string both = "{name: A, offset: 0, fields: [{name: F, bits: '3:0', doc: x}]}, {name: B, offset: 8}";
    EXPECT_THAT(changes(both, both), IsEmpty());
    EXPECT_THAT(changes("{name: A, offset: 0}, {name: B, offset: 8}", "{name: B, offset: 8}, {name: A, offset: 0}"),
                IsEmpty());
}

TEST(MapDiff, what_is_new_breaks_nothing_and_what_is_gone_does) {
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: A, offset: 0}, {name: B, offset: 8}"),
                ElementsAre("B added >0x8"));
    EXPECT_THAT(changes("{name: A, offset: 0}, {name: B, offset: 8}", "{name: A, offset: 0}"),
                ElementsAre("!B removed 0x8>"));
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: B, offset: 0}"), ElementsAre("!A renamed A>B"));
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: B, offset: 4}"),
                ElementsAre("!A removed 0x0>", "B added >0x4"));
}

TEST(MapDiff, a_register_that_moves_or_changes_its_shape_breaks) {
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: A, offset: 16}"), ElementsAre("!A offset 0x0>0x10"));
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: A, offset: 0, width: 64}"), ElementsAre("!A width 32>64"));
    EXPECT_THAT(changes("{name: A, offset: 0, count: 2}", "{name: A, offset: 0, count: 4}"),
                ElementsAre("A count 2>4"));
    EXPECT_THAT(changes("{name: A, offset: 0, count: 4}", "{name: A, offset: 0, count: 2}"),
                ElementsAre("!A count 4>2"));
    EXPECT_THAT(changes("{name: A, offset: 0, count: 2}", "{name: A, offset: 0, count: 2, stride: 8}"),
                ElementsAre("!A stride 0x4>0x8"));
}

TEST(MapDiff, an_access_mode_may_only_widen) {
    const auto access = [](const std::string& before, const std::string& after) {
        return changes("{name: A, offset: 0, access: " + before + "}", "{name: A, offset: 0, access: " + after + "}");
    };
    for (const std::string before : {"ro", "wo"})
        EXPECT_THAT(access(before, "rw"), ElementsAre("A access " + before + ">rw"));
    for (const std::string after : {"ro", "wo", "w1c", "rc"})
        EXPECT_THAT(access("rw", after), ElementsAre("!A access rw>" + after));
    for (const std::string before : {"w1c", "rc"})
        EXPECT_THAT(access(before, "rw"), ElementsAre("!A access " + before + ">rw"));
    EXPECT_THAT(access("ro", "rc"), ElementsAre("!A access ro>rc"));
}

TEST(MapDiff, a_register_may_begin_to_act_but_not_cease_to) {
    const auto kind = [](const std::string& before, const std::string& after) {
        return changes("{name: A, offset: 0, kind: " + before + "}", "{name: A, offset: 0, kind: " + after + "}");
    };
    EXPECT_THAT(kind("reserved", "functional"), ElementsAre("A kind reserved>functional"));
    EXPECT_THAT(kind("functional", "stored"), ElementsAre("!A kind functional>stored"));
    EXPECT_THAT(kind("stored", "reserved"), ElementsAre("!A kind stored>reserved"));
}

TEST(MapDiff, resets_and_texts_are_told_and_break_nothing) {
    EXPECT_THAT(changes("{name: A, offset: 0, doc: x}", "{name: A, offset: 0, reset: 7, doc: y}"),
                ElementsAre("A reset 0x0>0x7", "A doc x>y"));
}

TEST(MapDiff, a_field_may_grow_upwards_and_nothing_else) {
    const auto fields = [](const std::string& before, const std::string& after) {
        return changes("{name: A, offset: 0, fields: [" + before + "]}",
                       "{name: A, offset: 0, fields: [" + after + "]}");
    };
    EXPECT_THAT(fields("{name: F, bits: '3:0'}", "{name: F, bits: '4:0'}"), ElementsAre("A.F bits 3:0>4:0"));
    EXPECT_THAT(fields("{name: F, bits: '3:0'}", "{name: F, bits: '2:0'}"), ElementsAre("!A.F bits 3:0>2:0"));
    EXPECT_THAT(fields("{name: F, bits: '3:0'}", "{name: F, bits: '4:1'}"), ElementsAre("!A.F bits 3:0>4:1"));
    EXPECT_THAT(fields("{name: F, bits: 0}", "{name: F, bits: 0}, {name: G, bits: 1}"), ElementsAre("A.G added >1"));
    EXPECT_THAT(fields("{name: F, bits: 0}, {name: G, bits: 1}", "{name: F, bits: 0}"), ElementsAre("!A.G removed 1>"));
    EXPECT_THAT(fields("{name: F, bits: 0}", "{name: G, bits: 0}"), ElementsAre("!A.F renamed F>G"));
    EXPECT_THAT(fields("{name: F, bits: 0, doc: x}", "{name: F, bits: 0, doc: y}"), ElementsAre("A.F doc x>y"));
}

TEST(MapDiff, fields_in_a_register_that_had_none_take_bits_away) {
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: A, offset: 0, fields: [{name: F, bits: '31:0'}]}"),
                ElementsAre("A.F added >31:0"));
    EXPECT_THAT(changes("{name: A, offset: 0}", "{name: A, offset: 0, fields: [{name: F, bits: '7:0'}]}"),
                ElementsAre("!A writable bits 0xffffffff>0xff", "A.F added >7:0"));
}

} // namespace
