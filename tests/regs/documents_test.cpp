#include "models/core/regs/soc_blocks.h"
#include "tests/regs/temporary_yaml.h"

#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;

stavp::regs::RegisterMap sample() {
    const stavp::test::TemporaryYaml folder;
    return stavp::regs::load_register_map(
        folder.write("s.yaml", "block: sample\ndoc: One | of <each>.\nsize: 0x40\nregisters:\n"
                               "  - {name: WIDE, offset: 0, width: 64, reset: 0x123456789a, doc: Sixty-four.}\n"
                               "  - name: FLAGS\n    offset: 8\n    access: w1c\n    reset: 0xff\n"
                               "    doc: \"Ends */ here\\nnot.\"\n    fields:\n"
                               "      - {name: LOW, bits: '3:0', doc: a|b}\n      - {name: TOP, bits: 31}\n"
                               "  - {name: SPACE, offset: 0x10, count: 4, stride: 8, kind: stored, access: wo}\n"
                               "  - {name: HOLE, offset: 0x30, kind: reserved}\n"));
}

TEST(Markdown, a_register_is_a_row_with_its_fields) {
    const auto text = stavp::regs::markdown_section(sample());
    EXPECT_THAT(text, HasSubstr("| offset | name | access | reset | kind | description |\n"));
    EXPECT_THAT(text, HasSubstr("| 0x0 | WIDE | rw | 0x123456789a | Functional | Sixty-four. 64 bits. |\n"));
    EXPECT_THAT(text, HasSubstr("| 0x8 | FLAGS | w1c | 0xff | Functional | "
                                "Ends */ here not.<br>`3:0` LOW: a\\|b<br>`31` TOP |\n"));
    EXPECT_THAT(text, HasSubstr("| 0x10 + 0x8 i | SPACE[4] | wo | 0x0 | Stored |  |\n"));
    EXPECT_THAT(text, HasSubstr("| 0x30 | HOLE | rw | 0x0 | Reserved |  |\n"));
}

TEST(Markdown, a_page_lists_the_blocks_with_base_and_source) {
    const std::vector<stavp::regs::PlacedBlock> blocks = {{sample(), 0x4000'0000, 32}, {sample(), 0x10, std::nullopt}};
    const auto text = stavp::regs::markdown_page(blocks);
    EXPECT_THAT(text, HasSubstr("| 0x40000000 | 0x40 | [sample](#sample) | 32 |\n"));
    EXPECT_THAT(text, HasSubstr("| 0x00000010 | 0x40 | [sample](#sample) |  |\n"));
}

TEST(CHeader, a_description_cannot_end_the_comment) {
    const auto text = stavp::regs::c_header(sample());
    EXPECT_THAT(text, HasSubstr("/* FLAGS (w1c, 32 bits): Ends * / here not. */\n#define SAMPLE_FLAGS_OFFSET 0x8u\n"));
    EXPECT_THAT(text, HasSubstr("#define SAMPLE_FLAGS_TOP_MASK 0x80000000u\n"));
    EXPECT_THAT(text, HasSubstr("#define SAMPLE_SPACE_COUNT 4u\n#define SAMPLE_SPACE_STRIDE 0x8u\n"));
}

TEST(SocBlocks, the_built_in_blocks_are_those_of_the_yaml_files) {
    const std::filesystem::path source(STAVP_SOURCE_DIR);
    std::ifstream list(source / "models/core/regs/soc_blocks.txt");
    std::vector<stavp::regs::PlacedBlock> loaded;
    for (std::string line; std::getline(list, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        std::string file, base, interrupt;
        words >> file >> base >> interrupt;
        auto& block = loaded.emplace_back();
        block.map = stavp::regs::load_register_map(source / file);
        block.base = std::stoull(base, nullptr, 16);
        if (interrupt != "-") block.interrupt = static_cast<unsigned>(std::stoul(interrupt));
    }
    const auto built_in = stavp::regs::soc_blocks();
    ASSERT_EQ(built_in.size(), 12u);
    EXPECT_EQ(stavp::regs::svd(built_in, "d", "1"), stavp::regs::svd(loaded, "d", "1"));
    EXPECT_EQ(stavp::regs::markdown_page(built_in), stavp::regs::markdown_page(loaded));
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        EXPECT_EQ(stavp::regs::c_header(built_in[i].map), stavp::regs::c_header(loaded[i].map));
        EXPECT_EQ(stavp::regs::cpp_header(built_in[i].map), stavp::regs::cpp_header(loaded[i].map));
    }
}

} // namespace
