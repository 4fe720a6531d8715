#include "platform/sweep/expression.h"
#include "platform/config/scalar.h"
#include "platform/config/suggest.h"
#include "platform/sweep/expression_node.h"
#include "platform/sweep/expression_token.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stavp::sweep {

namespace {

using Node = Expression::Node;
using NodePointer = std::shared_ptr<const Node>;

struct Function {
    std::string_view name;
    Operation operation;
    bool takes_many;
};

constexpr std::array kFunctions = {
    Function{"min", Operation::minimum, true},   Function{"max", Operation::maximum, true},
    Function{"ceil", Operation::ceiling, false}, Function{"floor", Operation::floor, false},
    Function{"log2", Operation::log2, false},
};

struct Symbol {
    std::string_view text;
    Operation operation;
};

constexpr std::array kComparisons = {
    Symbol{"==", Operation::equal},         Symbol{"!=", Operation::not_equal}, Symbol{"<=", Operation::less_equal},
    Symbol{">=", Operation::greater_equal}, Symbol{"<", Operation::less},       Symbol{">", Operation::greater},
};
constexpr std::array kSums = {Symbol{"+", Operation::add}, Symbol{"-", Operation::subtract}};
constexpr std::array kProducts = {Symbol{"*", Operation::multiply}, Symbol{"/", Operation::divide},
                                  Symbol{"%", Operation::remainder}};

std::string_view name_of(ExpressionType type) {
    switch (type) {
    case ExpressionType::boolean:
        return "true or false";
    case ExpressionType::number:
        return "a number";
    case ExpressionType::word:
        break;
    }
    return "a word";
}

/// One method per level of precedence, the loosest first.
class Parser {
public:
    Parser(std::string_view text, const config::Schema& keys) : tokens_(tokenise(text)), schema_(keys) {}

    NodePointer whole() {
        auto node = alternatives();
        if (now().kind != Token::end) fail_at(now().column, fmt::format("'{}' is not expected here", now().text));
        return node;
    }

    std::vector<std::string> take_keys() { return std::move(keys_); }

private:
    const Token& now() const { return tokens_[position_]; }

    bool accept(std::string_view symbol) {
        if ((now().kind != Token::symbol && now().kind != Token::word) || now().text != symbol) return false;
        ++position_;
        return true;
    }

    void expect(std::string_view symbol) {
        if (!accept(symbol))
            fail_at(now().column, now().kind == Token::end
                                      ? fmt::format("'{}' is missing", symbol)
                                      : fmt::format("expected '{}', got '{}'", symbol, now().text));
    }

    static NodePointer make(Operation operation, ExpressionType type, std::size_t column,
                            std::vector<NodePointer> operands) {
        Node node;
        node.operation = operation;
        node.type = type;
        node.column = column;
        node.operands = std::move(operands);
        return std::make_shared<const Node>(std::move(node));
    }

    static NodePointer literal(ExpressionValue value, ExpressionType type, std::size_t column) {
        Node node;
        node.type = type;
        node.column = column;
        node.literal = std::move(value);
        return std::make_shared<const Node>(std::move(node));
    }

    static void require(const NodePointer& node, ExpressionType type, std::string_view user) {
        if (node->type != type)
            fail_at(node->column, fmt::format("'{}' takes {}, this is {}", user, name_of(type), name_of(node->type)));
    }

    NodePointer alternatives() {
        auto left = conjunction();
        for (auto column = now().column; accept("or"); column = now().column)
            left = logical(Operation::logical_or, "or", column, left, conjunction());
        return left;
    }

    NodePointer conjunction() {
        auto left = negation();
        for (auto column = now().column; accept("and"); column = now().column)
            left = logical(Operation::logical_and, "and", column, left, negation());
        return left;
    }

    static NodePointer logical(Operation operation, std::string_view name, std::size_t column, const NodePointer& a,
                               const NodePointer& b) {
        require(a, ExpressionType::boolean, name);
        require(b, ExpressionType::boolean, name);
        return make(operation, ExpressionType::boolean, column, {a, b});
    }

    NodePointer negation() {
        const auto column = now().column;
        if (!accept("not")) return comparison();
        auto operand = negation();
        require(operand, ExpressionType::boolean, "not");
        return make(Operation::logical_not, ExpressionType::boolean, column, {operand});
    }

    NodePointer comparison() {
        auto left = sum();
        const auto column = now().column;
        if (now().kind == Token::symbol && now().text == "=")
            fail_at(column, "'=' is no comparison (did you mean '=='?)");
        for (const auto& symbol : kComparisons) {
            if (now().kind != Token::symbol || !accept(symbol.text)) continue;
            auto right = sum();
            check_comparison(symbol, left, right, column);
            return make(symbol.operation, ExpressionType::boolean, column, {left, right});
        }
        return left;
    }

    void check_comparison(const Symbol& symbol, const NodePointer& a, const NodePointer& b, std::size_t column) const {
        if (a->type != b->type)
            fail_at(column, fmt::format("{} '{}' {} is never right", name_of(a->type), symbol.text, name_of(b->type)));
        const bool equality = symbol.operation == Operation::equal || symbol.operation == Operation::not_equal;
        if (!equality && a->type != ExpressionType::number)
            fail_at(column, fmt::format("'{}' takes numbers, this is {}", symbol.text, name_of(a->type)));
        check_choice(*a, *b);
        check_choice(*b, *a);
    }

    /// A word that a key of a closed list is compared with must be one of the list.
    void check_choice(const Node& key, const Node& word) const {
        if (key.operation != Operation::key || word.operation != Operation::literal) return;
        const auto& field = *std::ranges::find(schema_, key.key, &config::Field::key);
        if (field.kind != config::Kind::choice) return;
        const auto& text = std::get<std::string>(word.literal);
        if (std::ranges::find(field.choices, text) == field.choices.end())
            fail_at(word.column, fmt::format("{} is {}, never '{}'{}", key.key, config::describe_range(field), text,
                                             config::did_you_mean(text, field.choices)));
    }

    template <std::size_t N> NodePointer chain(const std::array<Symbol, N>& symbols, NodePointer (Parser::*operand)()) {
        auto left = (this->*operand)();
        for (;;) {
            const auto column = now().column;
            const auto found = std::ranges::find_if(
                symbols, [&](const Symbol& symbol) { return now().kind == Token::symbol && accept(symbol.text); });
            if (found == symbols.end()) return left;
            auto right = (this->*operand)();
            require(left, ExpressionType::number, found->text);
            require(right, ExpressionType::number, found->text);
            left = make(found->operation, ExpressionType::number, column, {left, right});
        }
    }

    NodePointer sum() { return chain(kSums, &Parser::product); }
    NodePointer product() { return chain(kProducts, &Parser::factor); }

    NodePointer factor() {
        const auto column = now().column;
        if (now().kind != Token::symbol || !accept("-")) return primary();
        auto operand = factor();
        require(operand, ExpressionType::number, "-");
        return make(Operation::negate, ExpressionType::number, column, {operand});
    }

    NodePointer primary() {
        const auto token = now();
        if (token.kind == Token::symbol && accept("(")) {
            auto node = alternatives();
            expect(")");
            return node;
        }
        if (token.kind == Token::end) fail_at(token.column, "a value is missing");
        ++position_;
        switch (token.kind) {
        case Token::number:
            return literal(token.value, ExpressionType::number, token.column);
        case Token::quoted:
            return literal(token.text, ExpressionType::word, token.column);
        case Token::word:
            return named(token);
        default:
            fail_at(token.column, fmt::format("expected a value, got '{}'", token.text));
        }
    }

    NodePointer named(const Token& token) {
        if (now().kind == Token::symbol && now().text == "(") return call(token);
        if (token.text.find('.') != std::string::npos) return key(token);
        if (token.text == "true" || token.text == "false")
            return literal(token.text == "true", ExpressionType::boolean, token.column);
        if (token.text == "and" || token.text == "or" || token.text == "not")
            fail_at(token.column, fmt::format("expected a value, got '{}'", token.text));
        return literal(token.text, ExpressionType::word, token.column);
    }

    NodePointer key(const Token& token) {
        const auto field = std::ranges::find(schema_, token.text, &config::Field::key);
        if (field == schema_.end()) {
            std::vector<std::string> names;
            for (const auto& known : schema_)
                names.push_back(known.key);
            fail_at(token.column,
                    fmt::format("unknown key '{}'{}", token.text, config::suggest_key(token.text, names)));
        }
        if (std::ranges::find(keys_, token.text) == keys_.end()) keys_.push_back(token.text);
        Node node;
        node.operation = Operation::key;
        node.type = type_of(*field);
        node.column = token.column;
        node.key = token.text;
        return std::make_shared<const Node>(std::move(node));
    }

    NodePointer call(const Token& token) {
        const auto function = std::ranges::find(kFunctions, token.text, &Function::name);
        if (function == kFunctions.end()) {
            std::vector<std::string> names;
            for (const auto& known : kFunctions)
                names.emplace_back(known.name);
            fail_at(token.column,
                    fmt::format("unknown function '{}'; there are {}", token.text, fmt::join(names, ", ")));
        }
        expect("(");
        std::vector<NodePointer> operands;
        do {
            operands.push_back(alternatives());
            require(operands.back(), ExpressionType::number, function->name);
        } while (accept(","));
        expect(")");
        if (function->takes_many == (operands.size() == 1))
            fail_at(token.column,
                    fmt::format("'{}' takes {}, got {}", function->name,
                                function->takes_many ? "two values or more" : "one value", operands.size()));
        return make(function->operation, ExpressionType::number, token.column, std::move(operands));
    }

    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    const config::Schema& schema_;
    std::vector<std::string> keys_;
};

} // namespace

Expression::Expression(std::string_view text, const config::Schema& keys) : text_(text) {
    Parser parser(text, keys);
    root_ = parser.whole();
    keys_ = parser.take_keys();
}

ExpressionType Expression::type() const {
    return root_->type;
}

ExpressionValue Expression::value(const ValueOf& value_of) const {
    return evaluate(*root_, value_of);
}

} // namespace stavp::sweep
