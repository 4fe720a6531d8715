#include "models/core/regs/placed_block.h"

#include <fmt/format.h>
#include <stdexcept>

namespace stavp::regs {

namespace {

constexpr unsigned kPlicSources = 64;

[[noreturn]] void refuse(const PlacedBlock& block, const std::string& reason) {
    throw std::runtime_error(fmt::format("block '{}' at {:#x}: {}", block.map.block, block.base, reason));
}

} // namespace

std::string devices_source(std::span<const PlacedBlock> blocks) {
    std::string text = "// Generated for stavp_machine().\n#include \"models/core/device.h\"\n\n#include <array>\n\n";
    for (const auto& block : blocks)
        text +=
            fmt::format("std::unique_ptr<stavp::Device> stavp_make_{}(sc_core::sc_module_name, sc_core::sc_time);\n",
                        block.map.block);
    text += fmt::format("\nnamespace stavp {{\n\nstd::span<const PluggedDevice> plugged_devices() {{\n"
                        "    static constexpr std::array<PluggedDevice, {}> kDevices = {{{{\n",
                        blocks.size());
    for (const auto& block : blocks)
        text += fmt::format("        {{\"{0}\", {1:#x}, {2:#x}, {3}, stavp_make_{0}}},\n", block.map.block, block.base,
                            block.map.size_bytes, block.interrupt.value_or(0));
    return text + "    }};\n    return kDevices;\n}\n\n} // namespace stavp\n";
}

void check_machine(std::span<const PlacedBlock> blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto& block = blocks[i];
        if (block.interrupt && (*block.interrupt == 0 || *block.interrupt >= kPlicSources))
            refuse(block, fmt::format("the PLIC has sources 1 to {}, not {}", kPlicSources - 1, *block.interrupt));
        for (const auto& other : blocks.first(i)) {
            if (other.map.block == block.map.block) refuse(block, "there is a block of this name already");
            if (block.base < other.base + other.map.size_bytes && other.base < block.base + block.map.size_bytes)
                refuse(block, fmt::format("overlaps block '{}' at {:#x}", other.map.block, other.base));
            if (block.interrupt && block.interrupt == other.interrupt)
                refuse(block,
                       fmt::format("has PLIC source {}, which is that of '{}'", *block.interrupt, other.map.block));
        }
    }
}

} // namespace stavp::regs
