#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stavp::regs {

struct Field {
    std::string name;
    unsigned low = 0;
    unsigned high = 0;
    std::string doc;
};

struct Register {
    std::string name;
    std::uint64_t offset = 0;
    unsigned width_bits = 32;
    std::string access = "rw";       ///< ro, rw, wo, w1c, rc
    std::string kind = "functional"; ///< functional, stored, reserved
    std::uint64_t reset = 0;
    std::uint64_t count = 1;
    std::uint64_t stride = 0;
    std::string doc;
    std::vector<Field> fields;
    std::string where; ///< file:line of its definition

    /// Bits that a write can change: the fields', or all where none are declared; none for ro and rc.
    std::uint64_t write_mask() const;
};

/// One block's *.regs.yaml with its includes expanded, registers in address order.
struct RegisterMap {
    std::string block;
    std::string doc;
    std::uint64_t size_bytes = 0;
    std::vector<Register> registers;
};

/// Throws std::runtime_error with one line, "file:line: reason", for anything that is not a valid register map: syntax
/// errors, unknown, double or missing keys, wrong types, unknown access modes and kinds, names that are no identifiers
/// or come twice, overlaps, misaligned or out-of-block offsets, fields outside their register, missing includes.
RegisterMap load_register_map(const std::filesystem::path& file);

/// A block is at most this large: the register bank keeps a table of all its bytes.
inline constexpr std::uint64_t kLargestBlockBytes = 16u << 20;

/// The C++ header that models include: offsets, field masks and the RegisterSpec table in stavp::regs::<block>.
std::string cpp_header(const RegisterMap& map);
/// The C header for firmware: <BLOCK>_<REGISTER>_OFFSET, <BLOCK>_<REGISTER>_<FIELD>_MASK and _SHIFT.
std::string c_header(const RegisterMap& map);
/// A section of Markdown: the block's text and one row per register with offset, name, access, reset, kind and
/// description, fields included.
std::string markdown_section(const RegisterMap& map);

} // namespace stavp::regs
