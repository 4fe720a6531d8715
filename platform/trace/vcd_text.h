#pragma once

#include "platform/trace/level.h"

#include <cstdint>
#include <span>
#include <string>

namespace stavp::trace {

/// One variable of a VCD file (IEEE 1364-2005, 18.2). The name has its scopes in front, separated by dots.
struct VcdVariable {
    std::string name;
    unsigned width = 1;
    std::string code; ///< identifier code
};

/// The identifier code of variable number `index`: printable ASCII, as short as can be.
std::string vcd_code(std::uint32_t index);
/// Everything up to $enddefinitions, below the scope `top`. Variables whose scopes are the same must stand together. No
/// $date: equal runs give equal files.
std::string vcd_header(std::span<const VcdVariable> variables, const std::string& top);
/// Adds the line of a value.
void append_vcd_value(std::string& text, const VcdVariable& variable, const Level& level);
void append_vcd_time(std::string& text, std::uint64_t time_ps);

} // namespace stavp::trace
