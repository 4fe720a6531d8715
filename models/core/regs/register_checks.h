#pragma once

#include "models/core/regs/register_map.h"

#include <string_view>

namespace stavp::regs {

bool is_upper_identifier(std::string_view text);
bool is_lower_identifier(std::string_view text);

/// Throws std::runtime_error "file:line: reason" when registers are misaligned, overlap or leave the block.
void check_places(const RegisterMap& map);

/// The same when two registers, or a register and a field's constant, have one name.
void check_names(const RegisterMap& map);

} // namespace stavp::regs
