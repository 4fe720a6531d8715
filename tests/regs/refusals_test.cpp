// Each wrong register map must be refused with one line that names the file, the line and the reason.

#include "tests/regs/temporary_yaml.h"

#include <gmock/gmock.h>
#include <iterator>
#include <utility>
#include <vector>

namespace {

using stavp::test::refusal;
using stavp::test::TemporaryYaml;

/// A block of 32 bytes whose registers begin at line 4.
std::string block(const std::string& registers) {
    return "block: b\nsize: 0x20\nregisters:\n" + registers;
}

std::string refusal_of(const std::string& text) {
    const TemporaryYaml folder;
    return refusal(folder.write("b.yaml", text));
}

void expect_refusals(const std::vector<std::pair<std::string, std::string>>& cases) {
    for (const auto& [text, reason] : cases)
        EXPECT_EQ(refusal_of(text), "b.yaml:" + reason) << text;
}

TEST(Refusals, a_good_map_is_accepted) {
    EXPECT_EQ(refusal_of(block("  - {name: A, offset: 0}\n  - {name: B, offset: 4, width: 8, count: 3, stride: 2}\n")),
              "accepted");
}

TEST(Refusals, unknown_and_double_and_missing_keys) {
    expect_refusals({
        {"block: b\nsize: 4\ncolour: red\nregisters: []\n", "3: unknown key 'colour'"},
        {block("  - {name: A, offset: 0}\n  - name: B\n    offset: 4\n    acess: rw\n"), "7: unknown key 'acess'"},
        {block("  - name: A\n    offset: 0\n    fields:\n      - {name: F, bits: 0, reset: 1}\n"),
         "7: unknown key 'reset'"},
        {block("  - name: A\n    offset: 0\n    offset: 4\n"), "6: key 'offset' comes twice"},
        {block("  - {offset: 0}\n"), "4: key 'name' is missing"},
        {block("  - {name: A}\n"), "4: key 'offset' is missing"},
        {"size: 4\nregisters: []\n", "1: key 'block' is missing"},
        {"block: b\nregisters: []\n", "1: key 'size' is missing"},
        {block("  - name: A\n    offset: 0\n    fields:\n      - {name: F}\n"), "7: key 'bits' is missing"},
    });
}

TEST(Refusals, wrong_types) {
    expect_refusals({
        {block("  - name: A\n    offset: 0\n    width: abc\n"), "6: width: 'abc' is not a number of 64 bits"},
        {block("  - {name: A, offset: -4}\n"), "4: offset: '-4' is not a number of 64 bits"},
        {block("  - {name: A, offset: 0x1ffffffffffffffff}\n"),
         "4: offset: '0x1ffffffffffffffff' is not a number of 64 bits"},
        {block("  - {name: A, offset: 4.5}\n"), "4: offset: '4.5' is not a number of 64 bits"},
        {block("  - {name: A, offset: [0]}\n"), "4: offset: expected a number"},
        {block("  - {name: A, offset: }\n"), "4: offset: expected a number"},
        {block("  - {name: [A], offset: 0}\n"), "4: name: expected text"},
        {block("  - {name: A, offset: 0, doc: {a: b}}\n"), "4: doc: expected text"},
        {block("  - {name: A, offset: 0, reset: yes}\n"), "4: reset: 'yes' is not a number of 64 bits"},
        {block("  - {name: A, offset: 0, fields: 3}\n"), "4: fields: expected a list"},
        {block("  - {name: A, offset: 0, fields: [3]}\n"), "4: expected a map"},
        {block("  - A\n"), "4: expected a map"},
        {block("  - {[a]: b}\n"), "4: expected a key"},
        {"block: b\nsize: 0x20\nregisters: 5\n", "3: registers: expected a list"},
        {"block: b\nsize: 0x20\ninclude: x.yaml\nregisters: []\n", "3: include: expected a list"},
        {"- 1\n", "1: expected a map"},
        {"", "1: expected a map"},
    });
}

TEST(Refusals, unknown_modes_kinds_widths_and_names) {
    expect_refusals({
        {block("  - name: A\n    offset: 0\n    access: w2c\n"), "6: access: unknown access mode 'w2c'"},
        {block("  - {name: A, offset: 0, kind: half}\n"), "4: kind: unknown kind 'half'"},
        {block("  - {name: A, offset: 0, width: 16}\n"), "4: width: must be 8, 32 or 64"},
        {block("  - {name: A, offset: 0, width: 0}\n"), "4: width: must be 8, 32 or 64"},
        {block("  - {name: A, offset: 0, width: 0x100000020}\n"), "4: width: must be 8, 32 or 64"},
        {block("  - {name: a-b, offset: 0}\n"), "4: name: 'a-b' is not an upper-case name"},
        {block("  - {name: '', offset: 0}\n"), "4: name: '' is not an upper-case name"},
        {block("  - name: A\n    offset: 0\n    fields:\n      - {name: f, bits: 0}\n"),
         "7: name: 'f' is not an upper-case name"},
        {"block: B\nsize: 4\nregisters: []\n", "1: block: 'B' is not a lower-case name"},
        {block("  - {name: A, offset: 0, width: 8, reset: 0x100}\n"), "4: reset: is wider than the register"},
    });
}

TEST(Refusals, overlaps_and_misalignment_and_what_lies_outside) {
    expect_refusals({
        {block("  - {name: A, offset: 0, width: 64}\n  - {name: B, offset: 4}\n"), "5: B overlaps another register"},
        {block("  - {name: A, offset: 0, count: 3}\n  - {name: B, offset: 8}\n"), "5: B overlaps another register"},
        {block("  - {name: A, offset: 0, count: 2, stride: 0}\n"), "4: A overlaps another register"},
        {block("  - {name: A, offset: 2}\n"), "4: A: offset is not aligned to its width"},
        {block("  - {name: A, offset: 4, width: 64}\n"), "4: A: offset is not aligned to its width"},
        {block("  - {name: A, offset: 0, count: 2, stride: 6}\n"), "4: stride: A is not aligned to its width"},
        {block("  - {name: A, offset: 0x20}\n"), "4: A lies outside the block"},
        {block("  - {name: A, offset: 0x10, count: 5}\n"), "4: A lies outside the block"},
        {block("  - {name: A, offset: 0, count: 0x4000000000000001}\n"), "4: A lies outside the block"},
        {block("  - {name: A, offset: 0, count: 2, stride: 0xfffffffffffffffc}\n"), "4: A lies outside the block"},
        {block("  - {name: A, offset: 0xfffffffffffffffc}\n"), "4: A lies outside the block"},
        {block("  - {name: A, offset: 0, count: 0}\n"), "4: count: must be at least 1"},
        {"block: b\nsize: 0x10000000000\nregisters: []\n", "2: size: must be 1 to 16 Mi"},
        {"block: b\nsize: 0\nregisters: []\n", "2: size: must be 1 to 16 Mi"},
        {"block: b\nsize: 4\nregisters: []\n", "3: registers: there are none"},
    });
}

TEST(Refusals, fields_that_do_not_fit) {
    const auto field = [](const std::string& bits) {
        return block("  - name: A\n    offset: 0\n    fields:\n      - {name: F, bits: " + bits + "}\n");
    };
    expect_refusals({
        {field("32"), "7: bits: field F lies outside its register"},
        {field("'32:30'"), "7: bits: field F lies outside its register"},
        {field("'3:7'"), "7: bits: field F lies outside its register"},
        {field("abc"), "7: bits: expected BIT or \"HIGH:LOW\", not 'abc'"},
        {field("'7:'"), "7: bits: expected BIT or \"HIGH:LOW\", not '7:'"},
        {field("':0'"), "7: bits: expected BIT or \"HIGH:LOW\", not ':0'"},
        {field("-1"), "7: bits: expected BIT or \"HIGH:LOW\", not '-1'"},
        {field("99999999999999999999"), "7: bits: expected BIT or \"HIGH:LOW\", not '99999999999999999999'"},
        {field("[1]"), "7: bits: expected text"},
        {field("'7:4'}\n      - {name: G, bits: 5"), "8: bits: field G overlaps another"},
        {field("1}\n      - {name: F, bits: 2"), "8: name: field F comes twice"},
    });
}

TEST(Refusals, names_that_come_twice) {
    expect_refusals({
        {block("  - {name: A, offset: 0}\n  - {name: A, offset: 4}\n"), "5: A comes twice"},
        {block("  - {name: A_B, offset: 0}\n  - name: A\n    offset: 4\n    fields:\n      - {name: B, bits: 0}\n"),
         "5: A_B is the name of two things"},
    });
}

TEST(Refusals, what_is_no_yaml) {
    // The reasons are the parser's own words.
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"block: b\nsize: [\n", "b.yaml:3: "},
        {"block: b\n\t- x\n", "b.yaml:2: "},
        {block("  - {name: *nothing, offset: 0}\n"), "b.yaml:4: "},
    };
    for (const auto& [text, place] : cases)
        EXPECT_THAT(refusal_of(text), testing::StartsWith(place)) << text;
}

TEST(Refusals, any_beginning_of_a_real_map_is_accepted_or_refused_in_one_line) {
    std::ifstream in(std::string(STAVP_SOURCE_DIR) + "/models/sync/sync.regs.yaml");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    ASSERT_GT(text.size(), 500u);
    const TemporaryYaml folder;
    for (std::size_t length = 0; length <= text.size(); length += 3) {
        const auto outcome = refusal(folder.write("b.yaml", text.substr(0, length)));
        EXPECT_THAT(outcome, testing::MatchesRegex("accepted|b.yaml:[0-9]+: [^\n]+")) << "first " << length << " bytes";
    }
}

TEST(Refusals, a_file_that_is_missing) {
    const TemporaryYaml folder;
    EXPECT_EQ(refusal(folder.path("none.yaml")), "none.yaml:1: cannot open the file");
}

TEST(Refusals, includes) {
    const auto with = [](const std::string& entry) { return "block: b\nsize: 0x100\ninclude:\n  - {" + entry + "}\n"; };
    const TemporaryYaml folder;
    folder.write("good.yaml", "registers:\n  - {name: A, offset: 0}\n  - {name: B, offset: 8, width: 64}\n");
    folder.write("array.yaml", "registers:\n  - {name: A, offset: 0, count: 2}\n");
    folder.write("bad.yaml", "registers:\n  - {name: A, offset: 0}\n  - {name: B, offset: x}\n");
    folder.write("huge.yaml", "registers:\n  - {name: A, offset: 0xfffffffffffffff8}\n");
    folder.write("broken.yaml", "registers:\n  - {name: A\n");
    folder.write("nested.yaml", "include: []\nregisters: []\n");
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"file: good.yaml, offset: 0x10, count: 2, stride: 0x20", "accepted"},
        {"file: none.yaml", "b.yaml:4: file: there is no file 'none.yaml'"},
        {"offset: 0", "b.yaml:4: key 'file' is missing"},
        {"file: good.yaml, ofset: 0", "b.yaml:4: unknown key 'ofset'"},
        {"file: good.yaml, count: 2", "b.yaml:4: key 'stride' is missing"},
        {"file: good.yaml, stride: 8", "b.yaml:4: stride: means nothing without count"},
        {"file: good.yaml, count: 0, stride: 8", "b.yaml:4: count: must be at least 1"},
        {"file: good.yaml, offset: 4", "b.yaml:4: offset: B is not aligned to its width"},
        {"file: good.yaml, offset: 0xfffffffffffffff0", "b.yaml:4: offset: lies outside the block"},
        {"file: good.yaml, offset: 0x100", "good.yaml:2: A lies outside the block"},
        {"file: array.yaml, count: 2, stride: 8", "b.yaml:4: count: an array of arrays: A"},
        {"file: bad.yaml", "bad.yaml:3: offset: 'x' is not a number of 64 bits"},
        {"file: huge.yaml, offset: 8", "huge.yaml:2: offset lies outside the block"},
        {"file: broken.yaml", "broken.yaml:3: end of map flow not found"},
        {"file: nested.yaml", "nested.yaml:1: unknown key 'include'"},
    };
    for (const auto& [entry, reason] : cases)
        EXPECT_EQ(refusal(folder.write("b.yaml", with(entry))), reason) << entry;
}

} // namespace
