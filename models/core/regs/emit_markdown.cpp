#include "models/core/regs/placed_block.h"
#include "models/core/regs/text.h"

#include <fmt/format.h>

namespace stavp::regs {

namespace {

/// Text for a table cell.
std::string cell(const std::string& text) {
    std::string result;
    for (const char c : one_line(text)) {
        if (c == '|') result += '\\';
        if (c == '<') {
            result += "&lt;";
        } else {
            result += c;
        }
    }
    return result;
}

std::string title(const std::string& kind) {
    auto text = kind;
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

std::string bits_of(const Field& field) {
    return field.high == field.low ? std::to_string(field.high) : fmt::format("{}:{}", field.high, field.low);
}

std::string row(const Register& reg) {
    auto offset = fmt::format("{:#x}", reg.offset);
    auto name = reg.name;
    if (reg.count > 1) {
        offset += fmt::format(" + {:#x} i", reg.stride);
        name += fmt::format("[{}]", reg.count);
    }
    auto text = cell(reg.doc);
    if (reg.width_bits != 32) text += fmt::format("{}{} bits.", text.empty() ? "" : " ", reg.width_bits);
    for (const auto& field : reg.fields)
        text += fmt::format("{}`{}` {}{}{}", text.empty() ? "" : "<br>", bits_of(field), field.name,
                            field.doc.empty() ? "" : ": ", cell(field.doc));
    return fmt::format("| {} | {} | {} | {:#x} | {} | {} |\n", offset, name, reg.access, reg.reset, title(reg.kind),
                       text);
}

} // namespace

std::string markdown_section(const RegisterMap& map) {
    auto text = fmt::format("## {}\n\n", map.block);
    if (!map.doc.empty()) text += cell(map.doc) + "\n\n";
    text += "| offset | name | access | reset | kind | description |\n|---|---|---|---|---|---|\n";
    for (const auto& reg : map.registers)
        text += row(reg);
    return text;
}

std::string markdown_page(std::span<const PlacedBlock> blocks) {
    std::string text =
        "# Registers\n\n"
        "Generated from `models/*/*.regs.yaml` by `ninja -C build registers_md`; do not edit.\n\n"
        "Access: ro read only, rw, wo reads 0, w1c writing 1 clears, rc reading clears. Kind: Functional, the model "
        "acts"
        " on it; Stored, kept and read back only; Reserved, reads 0 and ignores writes. Registers have 32 bits where"
        " nothing else is said; `i` counts the elements of an array.\n\n"
        "| base | size | block | PLIC source |\n|---|---|---|---|\n";
    for (const auto& block : blocks)
        text += fmt::format("| {:#010x} | {:#x} | [{}](#{}) | {} |\n", block.base, block.map.size_bytes,
                            block.map.block, block.map.block, block.interrupt ? std::to_string(*block.interrupt) : "");
    for (const auto& block : blocks) {
        text += '\n';
        text += markdown_section(block.map);
    }
    return text;
}

} // namespace stavp::regs
