#include "models/core/regs/placed_block.h"
#include "models/core/regs/register_map.h"
#include "models/core/regs/text.h"

#include <fmt/format.h>

namespace stavp::regs {

namespace {

std::uint64_t mask_of(const Field& field) {
    const auto bits = field.high - field.low + 1;
    return (bits == 64 ? ~0ull : (1ull << bits) - 1) << field.low;
}

/// Text that cannot end the comment it stands in.
std::string comment(const std::string& text) {
    auto result = one_line(text);
    for (auto at = result.find("*/"); at != std::string::npos; at = result.find("*/", at))
        result.replace(at, 2, "* /");
    return result;
}

} // namespace

std::string cpp_header(const RegisterMap& map) {
    auto text =
        fmt::format("// Generated from {0}.regs.yaml.\n#pragma once\n\n#include \"models/core/register_spec.h\"\n\n"
                    "#include <array>\n#include <cstddef>\n#include <cstdint>\n\n"
                    "namespace stavp::regs::{0} {{\n\ninline constexpr std::uint64_t kSizeBytes = {1:#x};\n\n"
                    "enum Register : std::size_t {{\n",
                    map.block, map.size_bytes);
    for (const auto& reg : map.registers)
        text += fmt::format("    {},\n", reg.name);
    text += "};\n\n";
    for (const auto& reg : map.registers)
        for (const auto& field : reg.fields)
            text += fmt::format("inline constexpr std::uint64_t {0}_{1} = {2:#x};\n"
                                "inline constexpr unsigned {0}_{1}_SHIFT = {3};\n",
                                reg.name, field.name, mask_of(field), field.low);
    text += fmt::format("\ninline constexpr std::array<RegisterSpec, {}> kTable = {{{{\n", map.registers.size());
    for (const auto& reg : map.registers)
        text += fmt::format(
            "    {{\"{}\", {:#x}, {}, RegisterAccess::{}, RegisterKind::{}, {:#x}, {}, {:#x}, {:#x}}},\n", reg.name,
            reg.offset, reg.width_bits, reg.access, reg.kind, reg.reset, reg.count, reg.stride, reg.write_mask());
    return text + fmt::format("}}}};\n\n}} // namespace stavp::regs::{}\n", map.block);
}

std::string c_header(const RegisterMap& map) {
    return c_header(PlacedBlock{map, 0, std::nullopt});
}

std::string c_header(const PlacedBlock& placed) {
    const auto& map = placed.map;
    const auto block = upper(map.block);
    auto text = fmt::format("/* Generated from {1}.regs.yaml. */\n#ifndef {0}_REGS_H\n#define {0}_REGS_H\n\n"
                            "#define {0}_SIZE {2:#x}u\n",
                            block, map.block, map.size_bytes);
    if (placed.base != 0) text += fmt::format("#define {}_BASE {:#010x}ul\n", block, placed.base);
    if (placed.interrupt) text += fmt::format("#define IRQ_{} {}u\n", block, *placed.interrupt);
    for (const auto& reg : map.registers) {
        text += fmt::format("\n/* {} ({}, {} bits): {} */\n#define {}_{}_OFFSET {:#x}u\n", reg.name, reg.access,
                            reg.width_bits, comment(reg.doc), block, reg.name, reg.offset);
        if (reg.count > 1)
            text += fmt::format("#define {0}_{1}_COUNT {2}u\n#define {0}_{1}_STRIDE {3:#x}u\n", block, reg.name,
                                reg.count, reg.stride);
        for (const auto& field : reg.fields)
            text += fmt::format("#define {0}_{1}_{2}_MASK {3:#x}u\n#define {0}_{1}_{2}_SHIFT {4}u\n", block, reg.name,
                                field.name, mask_of(field), field.low);
    }
    return text + "\n#endif\n";
}

} // namespace stavp::regs
