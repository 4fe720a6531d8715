#pragma once

#include "platform/run/file_identity.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stavp {

/// A memory that a program may be loaded to.
struct MemoryRange {
    std::string name;
    std::uint64_t base;
    std::uint64_t bytes;
    bool contains(std::uint64_t address, std::uint64_t count) const {
        return address >= base && address - base <= bytes && count <= bytes - (address - base);
    }
};

struct ElfSegment {
    std::uint64_t address;           ///< physical
    std::vector<std::uint8_t> bytes; ///< from the file
    std::uint64_t memory_bytes;      ///< the rest up to this size is zero
};

/// A bare-metal program for a little-endian 64-bit RISC-V hart.
struct ElfProgram {
    FileIdentity file;
    std::uint64_t entry = 0;
    std::vector<ElfSegment> segments;
    std::optional<std::uint64_t> tohost; ///< HTIF mailboxes, of programs that end through them
    std::optional<std::uint64_t> fromhost;

    /// First address after everything loaded.
    std::uint64_t end() const;
};

/// Throws InputError ("file: reason") for anything else than such a program, or one that does not fit `memory`.
ElfProgram load_elf(const std::filesystem::path& file, const MemoryRange& memory);

} // namespace stavp
