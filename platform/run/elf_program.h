#pragma once

#include "platform/run/file_identity.h"

#include <cstddef>
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

/// Code between two symbols.
struct ElfFunction {
    std::uint64_t address;
    std::uint64_t bytes;
    std::string name;
};

/// A bare-metal program for a little-endian 64-bit RISC-V hart.
struct ElfProgram {
    FileIdentity file;
    std::uint64_t entry = 0;
    std::vector<ElfSegment> segments;
    std::optional<std::uint64_t> tohost; ///< HTIF mailboxes, of programs that end through them
    std::optional<std::uint64_t> fromhost;
    /// By address, without overlaps; empty for a program without symbols. A symbol without a size reaches to the next
    /// one, or to the end of its section.
    std::vector<ElfFunction> functions;

    /// First address after everything loaded.
    std::uint64_t end() const;
    /// Index in `functions`.
    std::optional<std::size_t> function_at(std::uint64_t pc) const;
};

/// Throws InputError ("file: reason") for anything else than such a program, or one that does not fit `memory`.
ElfProgram load_elf(const std::filesystem::path& file, const MemoryRange& memory);

} // namespace stavp
