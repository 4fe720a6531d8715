#include "platform/soc/register_names.h"

#include "models/core/regs/soc_blocks.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp {

namespace {

constexpr std::uint64_t kBitsPerByte = 8;

} // namespace

RegisterNames::RegisterNames() : blocks_(regs::soc_blocks()) {}

const regs::PlacedBlock* RegisterNames::block_at(std::uint64_t address) const {
    const auto found =
        std::ranges::find_if(blocks_, [&](const auto& block) { return address - block.base < block.map.size_bytes; });
    return found == blocks_.end() ? nullptr : &*found;
}

std::optional<std::string> RegisterNames::at(std::uint64_t address) const {
    const auto* block = block_at(address);
    if (block == nullptr) return std::nullopt;
    const auto offset = address - block->base;
    for (const auto& reg : block->map.registers) {
        if (offset < reg.offset) continue;
        const auto within = offset - reg.offset;
        const auto index = reg.count > 1 ? within / reg.stride : 0;
        const auto byte = within - index * reg.stride;
        if (index >= reg.count || byte >= reg.width_bits / kBitsPerByte) continue;
        auto name = block->map.block + "." + reg.name;
        if (reg.count > 1) name += fmt::format("[{}]", index);
        if (byte != 0) name += fmt::format("+{}", byte);
        return name;
    }
    return std::nullopt;
}

} // namespace stavp
