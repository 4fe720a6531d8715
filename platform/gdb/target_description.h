#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stavp::gdb {

/// Register numbers as GDB's own RISC-V port has them (gdb/riscv-tdep.h).
inline constexpr unsigned kPcNumber = 32;
inline constexpr unsigned kFirstCsrNumber = 65;
inline constexpr unsigned kCsrs = 4096;
inline constexpr unsigned kPrivilegeNumber = kFirstCsrNumber + kCsrs;

/// A window of the memory map.
struct MemoryWindow {
    std::uint64_t base;
    std::uint64_t bytes;
};

/// target.xml with the features org.gnu.gdb.riscv.cpu, .csr (those of `csrs`, by number) and .virtual (GDB manual,
/// appendix G).
std::string features_document(std::span<const unsigned> csrs);
std::string memory_map_document(std::span<const MemoryWindow> windows);

} // namespace stavp::gdb
