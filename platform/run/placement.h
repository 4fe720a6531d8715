#pragma once

#include "platform/run/elf_program.h"
#include "workloads/format/image.h"

#include <cstdint>

namespace stavp {

/// The first address that a workload image may have: what lies below is the firmware's, stack included.
inline constexpr std::uint64_t kFirmwareBytes = 16ull << 20;

/// The 64-byte aligned address of the workload image; its arena follows it. Throws InputError if `memory` is too
/// small for both. `name` is the workload's, for the message.
std::uint64_t place_workload(const workloads::Image& image, const std::string& name, const ElfProgram& program,
                             const MemoryRange& memory);

} // namespace stavp
