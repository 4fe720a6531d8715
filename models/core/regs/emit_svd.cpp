#include "models/core/regs/placed_block.h"
#include "models/core/regs/text.h"

#include <fmt/format.h>

namespace stavp::regs {

namespace {

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : one_line(text)) {
        if (c == '&') {
            result += "&amp;";
        } else if (c == '<') {
            result += "&lt;";
        } else if (c == '>') {
            result += "&gt;";
        } else {
            result += c;
        }
    }
    return result;
}

std::string element(unsigned indent, const std::string& name, const std::string& value) {
    return fmt::format("{:{}}<{}>{}</{}>\n", "", indent, name, value, name);
}

std::string description(unsigned indent, const std::string& doc) {
    return doc.empty() ? "" : element(indent, "description", escaped(doc));
}

std::string access_of(const Register& reg) {
    if (reg.access == "ro" || reg.access == "rc") return "read-only";
    return reg.access == "wo" ? "write-only" : "read-write";
}

std::string field_xml(const Field& field) {
    return "            <field>\n" + element(14, "name", field.name) + description(14, field.doc) +
           element(14, "bitRange", fmt::format("[{}:{}]", field.high, field.low)) + "            </field>\n";
}

/// Element order as CMSIS-SVD's schema has it.
std::string register_xml(const Register& reg) {
    std::string text = "        <register>\n";
    auto name = reg.name;
    if (reg.count > 1) {
        text += element(10, "dim", std::to_string(reg.count)) +
                element(10, "dimIncrement", fmt::format("{:#x}", reg.stride));
        // An array must be dense; spread registers are a list.
        name += reg.stride == reg.width_bits / 8 ? "[%s]" : "%s";
    }
    text += element(10, "name", name) + description(10, reg.doc) +
            element(10, "addressOffset", fmt::format("{:#x}", reg.offset)) +
            element(10, "size", std::to_string(reg.width_bits)) + element(10, "access", access_of(reg)) +
            element(10, "resetValue", fmt::format("{:#x}", reg.reset));
    if (reg.access == "w1c") text += element(10, "modifiedWriteValues", "oneToClear");
    if (reg.access == "rc") text += element(10, "readAction", "clear");
    if (!reg.fields.empty()) {
        text += "          <fields>\n";
        for (const auto& field : reg.fields)
            text += field_xml(field);
        text += "          </fields>\n";
    }
    return text + "        </register>\n";
}

std::string peripheral_xml(const PlacedBlock& block) {
    const auto name = upper(block.map.block);
    auto text = "    <peripheral>\n" + element(6, "name", name) + description(6, block.map.doc) +
                element(6, "baseAddress", fmt::format("{:#x}", block.base)) + "      <addressBlock>\n" +
                element(8, "offset", "0x0") + element(8, "size", fmt::format("{:#x}", block.map.size_bytes)) +
                element(8, "usage", "registers") + "      </addressBlock>\n";
    if (block.interrupt)
        text += "      <interrupt>\n" + element(8, "name", name) +
                element(8, "value", std::to_string(*block.interrupt)) + "      </interrupt>\n";
    text += "      <registers>\n";
    for (const auto& reg : block.map.registers)
        if (reg.kind != "reserved") text += register_xml(reg);
    return text + "      </registers>\n    </peripheral>\n";
}

} // namespace

std::string svd(std::span<const PlacedBlock> blocks, const std::string& device, const std::string& version) {
    auto text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                "<device schemaVersion=\"1.3\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema-instance\""
                " xs:noNamespaceSchemaLocation=\"CMSIS-SVD.xsd\">\n" +
                element(2, "name", device) + element(2, "version", version) +
                element(2, "description", "Register blocks of " + device) + element(2, "addressUnitBits", "8") +
                element(2, "width", "64") + "  <peripherals>\n";
    for (const auto& block : blocks)
        text += peripheral_xml(block);
    return text + "  </peripherals>\n</device>\n";
}

} // namespace stavp::regs
