#include "models/core/regs/register_checks.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace stavp::regs {

namespace {

bool is_identifier(std::string_view text, char first_letter, char last_letter) {
    const auto letter = [&](char c) { return c >= first_letter && c <= last_letter; };
    return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return letter(c) || c == '_' || (c >= '0' && c <= '9');
    });
}

[[noreturn]] void refuse(const Register& reg, const std::string& reason) {
    throw std::runtime_error(reg.where + ": " + reg.name + reason);
}

} // namespace

bool is_upper_identifier(std::string_view text) {
    return is_identifier(text, 'A', 'Z');
}

bool is_lower_identifier(std::string_view text) {
    return is_identifier(text, 'a', 'z');
}

void check_places(const RegisterMap& map) {
    std::vector<bool> used(map.size_bytes);
    for (const auto& reg : map.registers) {
        const std::uint64_t bytes = reg.width_bits / 8;
        // Bounded one by one before they are multiplied: nothing here may wrap.
        if (reg.offset >= map.size_bytes || reg.count > map.size_bytes || reg.stride > map.size_bytes ||
            reg.offset + (reg.count - 1) * reg.stride + bytes > map.size_bytes)
            refuse(reg, " lies outside the block");
        if (reg.offset % bytes != 0) refuse(reg, ": offset is not aligned to its width");
        for (std::uint64_t index = 0; index < reg.count; ++index)
            for (std::uint64_t byte = 0; byte < bytes; ++byte) {
                const auto at = reg.offset + index * reg.stride + byte;
                if (used[at]) refuse(reg, " overlaps another register");
                used[at] = true;
            }
    }
}

void check_names(const RegisterMap& map) {
    std::set<std::string> names;
    for (const auto& reg : map.registers)
        if (!names.insert(reg.name).second) refuse(reg, " comes twice");
    for (const auto& reg : map.registers)
        for (const auto& field : reg.fields)
            if (!names.insert(reg.name + "_" + field.name).second)
                refuse(reg, "_" + field.name + " is the name of two things");
}

} // namespace stavp::regs
