#pragma once

#include "platform/config/field.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace stavp::sweep {

/// A number is an integer as long as it is one exactly: 1024 / 8 is, 1024 / 24 is not.
using ExpressionValue = std::variant<bool, std::int64_t, double, std::string>;

enum class ExpressionType { boolean, number, word };

/// What is wrong with an expression, with the column where that is known: "column 5: ...".
class ExpressionError : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// A derived value or a constraint: + - * / %, comparisons, and or not, min max ceil floor log2, sizes (4 MiB),
/// patterns (2:4), words (on_chip) and keys with dots (sta.rows). Types are checked when it is read.
class Expression {
public:
    using ValueOf = std::function<ExpressionValue(const std::string& key)>;
    struct Node;

    /// `keys`: what may be named. Throws ExpressionError.
    Expression(std::string_view text, const config::Schema& keys);

    const std::string& text() const { return text_; }
    ExpressionType type() const;
    /// Each once, in the order in which they are named.
    const std::vector<std::string>& keys() const { return keys_; }
    /// Throws ExpressionError for a division by zero, the logarithm of what has none, or a number beyond 64 bits.
    ExpressionValue value(const ValueOf& value_of) const;

private:
    std::string text_;
    std::shared_ptr<const Node> root_;
    std::vector<std::string> keys_;
};

/// The type that a key's value has in an expression.
ExpressionType type_of(const config::Field& field);
/// As a scalar of a platform file; numbers with the fewest digits that give them back.
std::string format(const ExpressionValue& value);

} // namespace stavp::sweep
