#include "platform/config/dump.h"
#include "platform/config/platform_config.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp::config;

TEST(Dump, shows_every_key_with_its_value_unit_and_meaning) {
    PlatformConfig config;
    const auto schema = platform_schema(config);
    const auto text = dump(schema);
    for (const auto& field : schema) {
        const auto last = field.key.substr(field.key.rfind('.') + 1);
        EXPECT_NE(text.find(last + ": " + format(field, field.get())), std::string::npos) << field.key;
        EXPECT_NE(text.find(field.doc), std::string::npos) << field.key;
    }
    EXPECT_NE(text.find("clock_mhz: 1000"), std::string::npos);
    EXPECT_NE(text.find("[MHz, 1 to 10000]"), std::string::npos);
}

TEST(Dump, a_dump_of_a_dump_is_identical) {
    PlatformConfig config;
    Reader reader(platform_schema(config));
    reader.read_text("sta: {rows: 7, clock_mhz: 333.3333333, dataflow: ws}\nbuffers: {input: {bytes: 1088}}\n"
                     "ddr: {address_map: row column bank bankgroup}\n",
                     "p.yaml");
    const auto first = dump(reader.schema());
    PlatformConfig again;
    Reader second(platform_schema(again));
    second.read_text(first, "dump.yaml");
    EXPECT_EQ(dump(second.schema()), first);
    EXPECT_EQ(again.sta.rows, 7u);
    EXPECT_EQ(again.sta_clock_mhz, 333.3333333);
    EXPECT_EQ(again.input_buffer.bytes, 1088u);
    EXPECT_EQ(again.ddr.address_map, "row column bank bankgroup");
}

TEST(Dump, text_that_yaml_would_misread_survives) {
    for (const std::string value : {"it's", "a: b", "# no", "true", "", "12", " x ", "[1]"}) {
        std::string member = value;
        const auto written = dump({text("t", member, "doc")});
        std::string read;
        Reader reader({text("t", read, "doc")});
        reader.read_text(written, "d.yaml");
        EXPECT_EQ(read, value);
    }
}

} // namespace
