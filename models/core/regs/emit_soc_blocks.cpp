#include "models/core/regs/placed_block.h"

#include <fmt/format.h>

namespace stavp::regs {

namespace {

std::string literal(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c >= ' ' && c <= '~') {
            result += c;
        } else {
            result += fmt::format("\\{:03o}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return result + '"';
}

std::string register_source(const Register& reg) {
    auto text = fmt::format("        {{{}, {:#x}, {}, {}, {}, {:#x}, {}, {:#x}, {}, {{", literal(reg.name), reg.offset,
                            reg.width_bits, literal(reg.access), literal(reg.kind), reg.reset, reg.count, reg.stride,
                            literal(reg.doc));
    for (const auto& field : reg.fields)
        text += fmt::format("{{{}, {}, {}, {}}}, ", literal(field.name), field.low, field.high, literal(field.doc));
    return text + fmt::format("}}, {}}},\n", literal(reg.where));
}

} // namespace

std::string soc_blocks_source(std::span<const PlacedBlock> blocks) {
    std::string text = "// Generated from models/core/regs/soc_blocks.txt.\n"
                       "#include \"models/core/regs/soc_blocks.h\"\n\nnamespace stavp::regs {\n\n";
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        text += fmt::format("static RegisterMap block_{}() {{\n    return {{{}, {}, {:#x}, {{\n", i,
                            literal(blocks[i].map.block), literal(blocks[i].map.doc), blocks[i].map.size_bytes);
        for (const auto& reg : blocks[i].map.registers)
            text += register_source(reg);
        text += "    }};\n}\n\n";
    }
    text += "std::vector<PlacedBlock> soc_blocks() {\n    return {\n";
    for (std::size_t i = 0; i < blocks.size(); ++i)
        text += fmt::format("        {{block_{}(), {:#x}, {}}},\n", i, blocks[i].base,
                            blocks[i].interrupt ? std::to_string(*blocks[i].interrupt) : "std::nullopt");
    return text + "    };\n}\n\n} // namespace stavp::regs\n";
}

} // namespace stavp::regs
