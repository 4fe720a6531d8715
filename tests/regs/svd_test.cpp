// The SVD file read back with another XML parser: well formed, and with the addresses of the programming model.

#include "models/core/regs/soc_blocks.h"
#include "tests/regs/temporary_yaml.h"

#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <sstream>

namespace {

using boost::property_tree::ptree;

ptree parse(const std::string& xml) {
    std::istringstream in(xml);
    ptree tree;
    boost::property_tree::read_xml(in, tree);
    return tree;
}

std::map<std::string, ptree> by_name(const ptree& list) {
    std::map<std::string, ptree> result;
    for (const auto& [tag, entry] : list)
        result[entry.get<std::string>("name")] = entry;
    return result;
}

std::uint64_t number(const ptree& entry, const std::string& key) {
    return std::stoull(entry.get<std::string>(key), nullptr, 0);
}

class SvdTest : public testing::Test {
protected:
    const ptree device = parse(stavp::regs::svd(stavp::regs::soc_blocks(), "stavp", "1")).get_child("device");
    const std::map<std::string, ptree> peripherals = by_name(device.get_child("peripherals"));
};

TEST_F(SvdTest, each_block_has_the_base_of_the_memory_map) {
    const std::map<std::string, std::uint64_t> bases = {
        {"FINISHER", 0x0010'0000}, {"CLINT", 0x0200'0000}, {"PLIC", 0x0c00'0000},    {"UART", 0x1000'0000},
        {"DMA", 0x4000'0000},      {"STA", 0x4001'0000},   {"SOFTMAX", 0x4002'0000}, {"VECTOR", 0x4003'0000},
        {"SYSCTL", 0x4004'0000},   {"SYNC", 0x4005'0000},  {"ECC", 0x4006'0000},     {"WATCHDOG", 0x4007'0000}};
    EXPECT_EQ(peripherals.size(), bases.size());
    for (const auto& [name, base] : bases)
        EXPECT_EQ(number(peripherals.at(name), "baseAddress"), base) << name;
    EXPECT_EQ(number(peripherals.at("UART"), "interrupt.value"), 10u);
    EXPECT_EQ(number(peripherals.at("SYNC"), "interrupt.value"), 36u);
    EXPECT_EQ(peripherals.at("CLINT").count("interrupt"), 0u);
}

TEST_F(SvdTest, arrays_carry_their_dimension_and_only_dense_ones_brackets) {
    const auto sync = by_name(peripherals.at("SYNC").get_child("registers"));
    EXPECT_EQ(number(sync.at("COUNTER[%s]"), "dim"), 64u);
    EXPECT_EQ(number(sync.at("COUNTER[%s]"), "dimIncrement"), 4u);
    const auto dma = by_name(peripherals.at("DMA").get_child("registers"));
    EXPECT_EQ(number(dma.at("QUEUE_BASE%s"), "dimIncrement"), 0x100u);
    EXPECT_EQ(number(dma.at("QUEUE_BASE%s"), "addressOffset"), 0x1008u);
    EXPECT_EQ(number(dma.at("QUEUE_BASE%s"), "size"), 64u);
}

TEST_F(SvdTest, access_modes_and_fields_are_told) {
    const auto sync = by_name(peripherals.at("SYNC").get_child("registers"));
    const auto& status = sync.at("ALARM_STATUS");
    EXPECT_EQ(status.get<std::string>("access"), "read-write");
    EXPECT_EQ(status.get<std::string>("modifiedWriteValues"), "oneToClear");
    const auto alarm = by_name(sync.at("ALARM[%s]").get_child("fields"));
    EXPECT_EQ(alarm.at("ID").get<std::string>("bitRange"), "[25:20]");
    EXPECT_EQ(alarm.at("ENABLE").get<std::string>("bitRange"), "[31:31]");
    const auto sysctl = by_name(peripherals.at("SYSCTL").get_child("registers"));
    EXPECT_EQ(sysctl.at("LAYER_BEGIN").get<std::string>("access"), "write-only");
    EXPECT_EQ(sysctl.at("ID").get<std::string>("access"), "read-only");
    EXPECT_EQ(number(sysctl.at("ID"), "resetValue"), 0x56415453u);
}

TEST_F(SvdTest, reserved_registers_are_left_out) {
    const auto clint = by_name(peripherals.at("CLINT").get_child("registers"));
    EXPECT_EQ(clint.count("MTIMECMP"), 1u);
    EXPECT_EQ(clint.count("MTIMECMP_OTHER_HARTS[%s]"), 0u);
}

TEST(Svd, markup_in_descriptions_is_escaped) {
    const stavp::test::TemporaryYaml folder;
    stavp::regs::PlacedBlock block;
    block.map = stavp::regs::load_register_map(folder.write(
        "b.yaml", "block: b\nsize: 4\nregisters:\n  - {name: A, offset: 0, access: rc, doc: a < b & \"c\"}\n"));
    const auto tree = parse(stavp::regs::svd({&block, 1}, "d", "1"));
    const auto& entry = tree.get_child("device.peripherals.peripheral.registers.register");
    EXPECT_EQ(entry.get<std::string>("description"), "a < b & \"c\"");
    EXPECT_EQ(entry.get<std::string>("readAction"), "clear");
    EXPECT_EQ(entry.get<std::string>("access"), "read-only");
}

} // namespace
