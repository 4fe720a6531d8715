#pragma once

#include "models/core/fixed_point.h"
#include "models/core/on_chip_operands.h"

namespace stavp {

/// Where `a` lies.
inline OperandRows rows_of_a(const stavp_vector_descriptor& command) {
    return {command.a, command.rows, std::uint64_t{element_bytes_of(command.a_type)} * command.cols, command.a_stride};
}

inline OperandRows rows_of_b(const stavp_vector_descriptor& command) {
    return {command.b, command.rows, std::uint64_t{element_bytes_of(command.b_type)} * command.cols, command.b_stride};
}

/// Where the result goes: cols x rows for TRANSPOSE, one row for MEANPOOL, else as `a`.
inline OperandRows rows_of_y(const stavp_vector_descriptor& command) {
    std::uint64_t rows = command.rows;
    std::uint64_t cols = command.cols;
    if (command.header.opcode == STAVP_OP_VECTOR_TRANSPOSE) std::swap(rows, cols);
    if (command.header.opcode == STAVP_OP_VECTOR_MEANPOOL) rows = 1;
    return {command.y, rows, element_bytes_of(command.y_type) * cols, command.y_stride};
}

/// Whether every field that the operation uses is in its range (docs/programming-model.md, docs/arithmetic.md).
bool fields_valid(const stavp_vector_descriptor& command);

} // namespace stavp
