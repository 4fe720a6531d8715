#pragma once

#include "platform/sweep/expression.h"

#include <optional>

namespace stavp::sweep {

enum class Operation {
    literal,
    key,
    negate,
    logical_not,
    add,
    subtract,
    multiply,
    divide,
    remainder,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    logical_and,
    logical_or,
    minimum,
    maximum,
    ceiling,
    floor,
    log2
};

/// One operation with its operands; its types have been checked.
struct Expression::Node {
    Operation operation = Operation::literal;
    ExpressionType type = ExpressionType::number;
    std::size_t column = 0; ///< from 1
    ExpressionValue literal{};
    std::string key{};
    std::vector<std::shared_ptr<const Node>> operands{};
};

/// The value of `node` and what lies below it.
ExpressionValue evaluate(const Expression::Node& node, const Expression::ValueOf& value_of);

[[noreturn]] void fail_at(std::size_t column, const std::string& reason);

} // namespace stavp::sweep
