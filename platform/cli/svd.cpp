#include "platform/cli/svd.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace stavp::cli {

namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

std::string access_of(const regs::Register& reg) {
    if (reg.access == "ro" || reg.access == "rc") return "read-only";
    return reg.access == "wo" ? "write-only" : "read-write";
}

std::string side_effects_of(const regs::Register& reg) {
    if (reg.access == "w1c") return "          <modifiedWriteValues>oneToClear</modifiedWriteValues>\n";
    return reg.access == "rc" ? "          <readAction>clear</readAction>\n" : "";
}

std::string field_xml(const regs::Field& field) {
    return fmt::format("            <field><name>{}</name><description>{}</description><bitRange>[{}:{}]</bitRange>"
                       "</field>\n",
                       field.name, escaped(field.doc), field.high, field.low);
}

std::string register_xml(const regs::Register& reg) {
    const bool array = reg.count > 1;
    auto xml = std::string("        <register>\n");
    if (array)
        xml += fmt::format("          <dim>{}</dim>\n          <dimIncrement>{:#x}</dimIncrement>\n", reg.count,
                           reg.stride);
    xml += fmt::format("          <name>{}{}</name>\n          <description>{}</description>\n"
                       "          <addressOffset>{:#x}</addressOffset>\n          <size>{}</size>\n"
                       "          <access>{}</access>\n          <resetValue>{:#x}</resetValue>\n",
                       reg.name, array ? "[%s]" : "", escaped(reg.doc), reg.offset, reg.width_bits, access_of(reg),
                       reg.reset);
    xml += side_effects_of(reg);
    if (!reg.fields.empty()) {
        xml += "          <fields>\n";
        for (const auto& field : reg.fields)
            xml += field_xml(field);
        xml += "          </fields>\n";
    }
    return xml + "        </register>\n";
}

std::string peripheral_xml(const RegisterBlock& block) {
    auto xml = fmt::format("    <peripheral>\n      <name>{}</name>\n      <description>{}</description>\n"
                           "      <baseAddress>{:#x}</baseAddress>\n"
                           "      <addressBlock><offset>0x0</offset><size>{:#x}</size><usage>registers</usage>"
                           "</addressBlock>\n",
                           upper(block.map.block), escaped(block.map.doc), block.region.base, block.map.size_bytes);
    if (block.region.interrupt != 0)
        xml += fmt::format("      <interrupt><name>{}</name><value>{}</value></interrupt>\n", upper(block.map.block),
                           block.region.interrupt);
    xml += "      <registers>\n";
    for (const auto& reg : block.map.registers)
        if (reg.kind != "reserved") xml += register_xml(reg);
    return xml + "      </registers>\n    </peripheral>\n";
}

} // namespace

std::string svd(std::span<const RegisterBlock> blocks, const std::string& version) {
    auto xml = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                           "<device schemaVersion=\"1.3\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema-instance\" "
                           "xs:noNamespaceSchemaLocation=\"CMSIS-SVD.xsd\">\n"
                           "  <name>STAVP</name>\n  <version>{}</version>\n"
                           "  <description>Virtual SoC around the STA accelerator</description>\n"
                           "  <addressUnitBits>8</addressUnitBits>\n  <width>64</width>\n  <peripherals>\n",
                           version);
    for (const auto& block : blocks)
        xml += peripheral_xml(block);
    return xml + "  </peripherals>\n</device>\n";
}

} // namespace stavp::cli
