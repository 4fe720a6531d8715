#include "platform/sweep/expression_node.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <fmt/format.h>
#include <limits>

namespace stavp::sweep {

namespace {

using Node = Expression::Node;
using Value = ExpressionValue;

constexpr double kBeyondInteger = 9223372036854775808.0; // 2^63

double real_of(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

[[noreturn]] void too_large(const Node& node) {
    fail_at(node.column, "the number goes beyond 64 bits");
}

Value finite(const Node& node, double value) {
    if (!std::isfinite(value)) too_large(node);
    return value;
}

Value integer_arithmetic(const Node& node, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (node.operation) {
    case Operation::add:
        overflow = __builtin_add_overflow(a, b, &result);
        break;
    case Operation::subtract:
        overflow = __builtin_sub_overflow(a, b, &result);
        break;
    case Operation::multiply:
        overflow = __builtin_mul_overflow(a, b, &result);
        break;
    default:
        if (b == 0) fail_at(node.column, "division by 0");
        if (b == -1) {
            overflow = a == std::numeric_limits<std::int64_t>::min();
            if (!overflow) result = node.operation == Operation::divide ? -a : 0;
        } else if (node.operation == Operation::remainder) {
            result = a % b;
        } else {
            if (a % b != 0) return static_cast<double>(a) / static_cast<double>(b);
            result = a / b;
        }
    }
    if (overflow) too_large(node);
    return result;
}

Value arithmetic(const Node& node, const Value& a, const Value& b) {
    const auto* whole_a = std::get_if<std::int64_t>(&a);
    const auto* whole_b = std::get_if<std::int64_t>(&b);
    if (whole_a != nullptr && whole_b != nullptr) return integer_arithmetic(node, *whole_a, *whole_b);
    const auto x = real_of(a);
    const auto y = real_of(b);
    switch (node.operation) {
    case Operation::add:
        return finite(node, x + y);
    case Operation::subtract:
        return finite(node, x - y);
    case Operation::multiply:
        return finite(node, x * y);
    case Operation::divide:
        if (y == 0) fail_at(node.column, "division by 0");
        return finite(node, x / y);
    default:
        fail_at(node.column, "'%' takes whole numbers");
    }
}

std::partial_ordering order(const Value& a, const Value& b) {
    if (a.index() == b.index()) return a <=> b;
    return real_of(a) <=> real_of(b);
}

bool compare(const Node& node, const Value& a, const Value& b) {
    const auto result = order(a, b);
    switch (node.operation) {
    case Operation::equal:
        return result == std::partial_ordering::equivalent;
    case Operation::not_equal:
        return result != std::partial_ordering::equivalent;
    case Operation::less:
        return result < 0;
    case Operation::less_equal:
        return result <= 0;
    case Operation::greater:
        return result > 0;
    default:
        return result >= 0;
    }
}

Value rounded(const Node& node, const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return value;
    const auto real = std::get<double>(value);
    const auto whole = node.operation == Operation::ceiling ? std::ceil(real) : std::floor(real);
    if (!(std::abs(whole) < kBeyondInteger)) too_large(node);
    return static_cast<std::int64_t>(whole);
}

Value logarithm(const Node& node, const Value& value) {
    if (!(real_of(value) > 0)) fail_at(node.column, fmt::format("log2 of {}", format(value)));
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        if (const auto bits = static_cast<std::uint64_t>(*whole); std::has_single_bit(bits))
            return static_cast<std::int64_t>(std::countr_zero(bits));
    return std::log2(real_of(value));
}

Value negative(const Node& node, const Value& value) {
    if (const auto* real = std::get_if<double>(&value)) return -*real;
    std::int64_t result = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, std::get<std::int64_t>(value), &result)) too_large(node);
    return result;
}

Value extreme(const Node& node, const Expression::ValueOf& value_of) {
    auto best = evaluate(*node.operands.front(), value_of);
    for (std::size_t i = 1; i < node.operands.size(); ++i) {
        auto next = evaluate(*node.operands[i], value_of);
        const auto result = order(next, best);
        if (node.operation == Operation::minimum ? result < 0 : result > 0) best = std::move(next);
    }
    return best;
}

} // namespace

ExpressionValue evaluate(const Node& node, const Expression::ValueOf& value_of) {
    const auto operand = [&](std::size_t i) { return evaluate(*node.operands[i], value_of); };
    switch (node.operation) {
    case Operation::literal:
        return node.literal;
    case Operation::key:
        return value_of(node.key);
    case Operation::negate:
        return negative(node, operand(0));
    case Operation::logical_not:
        return !std::get<bool>(operand(0));
    case Operation::logical_and:
        return std::get<bool>(operand(0)) && std::get<bool>(operand(1));
    case Operation::logical_or:
        return std::get<bool>(operand(0)) || std::get<bool>(operand(1));
    case Operation::minimum:
    case Operation::maximum:
        return extreme(node, value_of);
    case Operation::ceiling:
    case Operation::floor:
        return rounded(node, operand(0));
    case Operation::log2:
        return logarithm(node, operand(0));
    case Operation::add:
    case Operation::subtract:
    case Operation::multiply:
    case Operation::divide:
    case Operation::remainder:
        return arithmetic(node, operand(0), operand(1));
    default:
        return compare(node, operand(0), operand(1));
    }
}

void fail_at(std::size_t column, const std::string& reason) {
    throw ExpressionError(fmt::format("column {}: {}", column, reason));
}

ExpressionType type_of(const config::Field& field) {
    switch (field.kind) {
    case config::Kind::boolean:
        return ExpressionType::boolean;
    case config::Kind::integer:
    case config::Kind::real:
    case config::Kind::size:
        return ExpressionType::number;
    case config::Kind::choice:
    case config::Kind::text:
        break;
    }
    return ExpressionType::word;
}

std::string format(const ExpressionValue& value) {
    return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

} // namespace stavp::sweep
