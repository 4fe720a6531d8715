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

/// Throws std::runtime_error with "file:line: reason" for anything that is not a valid register map: unknown keys or
/// access modes, overlaps, misaligned offsets, fields outside the register.
RegisterMap load_register_map(const std::filesystem::path& file);

/// The C++ header that models include: offsets, field masks and the RegisterSpec table in stavp::regs::<block>.
std::string cpp_header(const RegisterMap& map);
/// The C header for firmware: <BLOCK>_<REGISTER>_OFFSET, <BLOCK>_<REGISTER>_<FIELD>_MASK and _SHIFT.
std::string c_header(const RegisterMap& map);

} // namespace stavp::regs
