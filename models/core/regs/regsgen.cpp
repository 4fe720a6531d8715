// regsgen BLOCK.regs.yaml[@BASE[@PLIC_SOURCE]]... --cpp|--c|--md|--svd|--soc|--devices FILE
// Writes one generated file. --cpp and --c take one block; --md and --svd any number; --soc is the source behind
// soc_blocks.h, --devices that behind plugged_devices().

#include "models/core/regs/placed_block.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using stavp::regs::PlacedBlock;

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    const bool hex = text.starts_with("0x");
    const auto digits = hex ? text.substr(2) : text;
    const auto* end = digits.data() + digits.size();
    const auto [parsed_to, error] = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
    if (error != std::errc() || parsed_to != end)
        throw std::runtime_error("regsgen: '" + std::string(text) + "' is not a number");
    return value;
}

PlacedBlock place(std::string_view argument) {
    PlacedBlock block;
    const auto file = argument.substr(0, argument.find('@'));
    block.map = stavp::regs::load_register_map(std::string(file));
    argument.remove_prefix(file.size());
    if (argument.empty()) return block;
    argument.remove_prefix(1);
    const auto base = argument.substr(0, argument.find('@'));
    block.base = number(base);
    argument.remove_prefix(base.size());
    if (!argument.empty()) block.interrupt = static_cast<unsigned>(number(argument.substr(1)));
    return block;
}

std::string generate(std::string_view kind, const std::vector<PlacedBlock>& blocks) {
    if (kind == "--md") return stavp::regs::markdown_page(blocks);
    if (kind == "--svd") return stavp::regs::svd(blocks, "stavp", "1");
    if (kind == "--devices") return stavp::regs::devices_source(blocks);
    if (kind == "--soc") {
        stavp::regs::check_machine(blocks);
        auto ordered = blocks;
        std::ranges::stable_sort(ordered, {}, &PlacedBlock::base);
        return stavp::regs::soc_blocks_source(ordered);
    }
    if (kind != "--cpp" && kind != "--c") throw std::runtime_error("regsgen: unknown output " + std::string(kind));
    if (blocks.size() != 1) throw std::runtime_error("regsgen: a header is made of one block");
    return kind == "--cpp" ? stavp::regs::cpp_header(blocks.front().map) : stavp::regs::c_header(blocks.front());
}

} // namespace

int main(int argc, char** argv) {
    constexpr int kUsageError = 2;
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 3) {
        std::cerr
            << "usage: regsgen BLOCK.regs.yaml[@BASE[@PLIC_SOURCE]]... --cpp|--c|--md|--svd|--soc|--devices FILE\n";
        return kUsageError;
    }
    try {
        std::vector<PlacedBlock> blocks;
        for (std::size_t i = 0; i + 2 < arguments.size(); ++i)
            blocks.push_back(place(arguments[i]));
        const auto text = generate(arguments[arguments.size() - 2], blocks);
        std::ofstream out(arguments.back());
        out << text;
        out.close();
        if (!out) throw std::runtime_error("regsgen: cannot write " + arguments.back());
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return kUsageError;
    }
    return 0;
}
