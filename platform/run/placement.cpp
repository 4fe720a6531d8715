#include "platform/run/placement.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp {

std::uint64_t place_workload(const workloads::Image& image, const std::string& name, const ElfProgram& program,
                             const MemoryRange& memory) {
    const auto first = std::max(memory.base + kFirmwareBytes, program.end());
    const auto base = (first + NMW_ALIGN - 1) / NMW_ALIGN * NMW_ALIGN;
    const auto needed = base - memory.base + image.arena_offset() + image.header().arena_bytes;
    if (needed > memory.bytes)
        throw InputError(fmt::format("{}: DDR too small for the workload: needs {} bytes, has {} (ddr.bytes)", name,
                                     needed, memory.bytes));
    return base;
}

} // namespace stavp
