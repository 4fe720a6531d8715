#include "models/vector/vector_command.h"

#include "models/vector/vector.h"

namespace stavp {

namespace {

bool one_of(unsigned type, std::initializer_list<unsigned> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool stride_covers(const OperandRows& rows) {
    return rows.rows < 2 || rows.stride >= rows.row_bytes;
}

bool add_valid(const stavp_vector_descriptor& command) {
    if (!one_of(command.a_type, {STAVP_I8, STAVP_U8, STAVP_I16}) ||
        !one_of(command.y_type, {STAVP_I8, STAVP_U8, STAVP_I16}))
        return false;
    if (command.b == 0) return Factor{command.mult0, command.shift0}.valid();
    return one_of(command.b_type, {STAVP_I8, STAVP_U8, STAVP_I16}) && stride_covers(rows_of_b(command)) &&
           command.mult0 != INT32_MIN && command.mult1 != INT32_MIN && Factor::shift_valid(command.shift0);
}

} // namespace

bool fields_valid(const stavp_vector_descriptor& command) {
    if (command.rows == 0 || command.cols == 0) return false;
    if (!stride_covers(rows_of_a(command)) || !stride_covers(rows_of_y(command))) return false;
    const bool factor_valid = Factor{command.mult0, command.shift0}.valid();
    switch (command.header.opcode) {
    case STAVP_OP_VECTOR_ADD:
        return add_valid(command);
    case STAVP_OP_VECTOR_LAYERNORM:
        return one_of(command.a_type, {STAVP_I8, STAVP_I16}) && one_of(command.y_type, {STAVP_I8, STAVP_I16}) &&
               factor_valid && command.cols <= kMaxLayerNormCols;
    case STAVP_OP_VECTOR_MEANPOOL:
        return one_of(command.a_type, {STAVP_I8, STAVP_I16}) &&
               one_of(command.y_type, {STAVP_I8, STAVP_U8, STAVP_I16}) && factor_valid &&
               command.rows <= kMaxMeanPoolRows && command.valid <= command.rows;
    default:
        return command.a_type == STAVP_I8 && command.y_type == STAVP_I8;
    }
}

} // namespace stavp
