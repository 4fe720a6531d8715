#include "platform/report_page/digest.h"
#include "platform/report_page/flat_config.h"
#include "platform/report_page/layers_csv.h"
#include "platform/report_page/page.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"

#include <fstream>
#include <gmock/gmock.h>

namespace {

using namespace stavp;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::UnorderedElementsAre;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

class Page : public testing::Test {
protected:
    fs::path folder = fs::path(testing::TempDir()) /
                      ("stavp_page_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }

    void file(const std::string& name, const std::string& content) { std::ofstream(folder / name) << content; }
    PageSources sources(const std::string& page) {
        file("template.html", page);
        file("style.css", "body{}");
        file("modules.txt", "a.mjs\nb.mjs\n");
        file("a.mjs", "export const one = 1;\n");
        file("b.mjs", "import { one } from './a.mjs';\n\nexport function two() {\n    return one + 1;\n}\n");
        file("echarts.min.js", "lib('@DATA@')");
        for (const auto* name : {"NOTICE", "LICENSE", "LICENSE-zrender", "LICENSE-d3"})
            file(name, std::string("<") + name + ">");
        return {folder, folder, folder / "echarts.min.js"};
    }
};

TEST_F(Page, modules_are_joined_without_imports_and_exports) {
    EXPECT_EQ(report_html({{"title", "t"}}, sources("@SCRIPT@"), "p"),
              "const one = 1;\n\nfunction two() {\n    return one + 1;\n}\n");
}

TEST_F(Page, what_is_put_in_is_not_filled_again) {
    EXPECT_EQ(report_html({{"title", "@DATA@"}}, sources("@TITLE@|@LIBRARY@"), "p"), "@DATA@ - stavp|lib('@DATA@')");
}

TEST_F(Page, the_policy_allows_the_two_scripts_and_nothing_from_outside) {
    const auto policy = report_html({{"title", "t"}}, sources("@POLICY@"), "p");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("'sha256-" + sha256_base64("lib('@DATA@')") + "'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval")));
}

TEST_F(Page, licences_and_titles_are_text) {
    const auto page = report_html({{"title", "<i>"}}, sources("@TITLE@ @LICENCES@"), "p");
    EXPECT_THAT(page, HasSubstr("&lt;i&gt;"));
    EXPECT_THAT(page, HasSubstr("&lt;LICENSE-zrender&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("<i>")));
}

TEST_F(Page, a_missing_part_is_named) {
    const auto parts = sources("@NEWS@");
    EXPECT_THROW(report_html({{"title", "t"}}, parts, "p"), InputError);
    fs::remove(folder / "b.mjs");
    try {
        report_html({{"title", "t"}}, parts, "p");
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("b.mjs: cannot be read"));
    }
}

TEST(EmbeddedJson, no_text_can_end_the_element_it_stands_in) {
    const Json data = {{"reason", "</script><b>\"x\" \xE2\x82\xAC <!--"}, {"bad", "\xFF"}};
    const auto text = embedded_json(data);
    EXPECT_THAT(text, Not(HasSubstr("<")));
    EXPECT_EQ(Json::parse(text)["reason"], data["reason"]);
}

// FIPS 180-2: "abc"; its base 64 by hand from the same bytes (ba7816 = 101110 100111 100000 010110 = u n g W).
TEST(Digest, is_sha_256) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_base64("abc").substr(0, 4), "ungW");
    EXPECT_EQ(sha256_base64("abc").size(), 44);
    EXPECT_EQ(sha256_base64("abc").back(), '=');
}

TEST(FlatConfig, every_scalar_has_its_whole_key) {
    EXPECT_THAT(
        flatten_yaml("a:\n  b: 1   # why\n  c: {d: 64KiB}\ne: [x, [y, z]]\nf: \"2:4\"\n", "t"),
        UnorderedElementsAre(Pair("a.b", "1"), Pair("a.c.d", "64KiB"), Pair("e", "[x, [y, z]]"), Pair("f", "2:4")));
    EXPECT_TRUE(flatten_yaml("", "t").empty());
    EXPECT_THROW(flatten_yaml("a: [", "t"), InputError);
}

TEST(LayersCsv, has_a_line_per_layer_and_zeros_where_others_stall) {
    const Json summary = {
        {"layers",
         {{{"name", "a,b"}, {"pattern", nullptr}, {"cycles", 10}, {"busy", 7}, {"stalls", {{"fetch", 3}}}},
          {{"name", "c"},
           {"pattern", "2:4"},
           {"cycles", 4},
           {"busy", 4},
           {"stalls", {{"fetch", 0}, {"ddr_data", 2}}},
           {"energy", {{"pj", 0.5}}}}}}};
    EXPECT_EQ(layers_csv(summary),
              "name,op,pattern,begin_cycle,end_cycle,cycles,macs,macs_dense,utilisation,engine,busy,stall_fetch,"
              "stall_ddr_data,dram_read_bytes,dram_write_bytes,dram_row_hits,dram_row_misses,dram_row_conflicts,"
              "compute_cycles,memory_cycles,moved_bytes,operand_bytes,bound,reached,bottleneck_kind,bottleneck_cause,"
              "bottleneck_share,bottleneck_predicted_saving,energy_pj,energy_low_pj,energy_high_pj\n"
              "\"a,b\",,,,,10,,,,,7,3,0,,,,,,,,,,,,,,,,,,\n"
              "c,,2:4,,,4,,,,,4,0,2,,,,,,,,,,,,,,,,0.5,,\n");
}

} // namespace
