#include "platform/sweep/expression_token.h"
#include "platform/config/scalar.h"
#include "platform/sweep/expression_node.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>

namespace stavp::sweep {

namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kWordStart = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view kWordPart = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.";
constexpr std::array<std::string_view, 3> kSuffixes = {"KiB", "MiB", "GiB"};
constexpr std::array<std::string_view, 15> kSymbols = {"==", "!=", "<=", ">=", "<", ">", "+", "-",
                                                       "*",  "/",  "%",  "(",  ")", ",", "="};

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::vector<Token> all() {
        std::vector<Token> tokens;
        do
            tokens.push_back(next());
        while (tokens.back().kind != Token::end);
        return tokens;
    }

private:
    std::string_view rest() const { return text_.substr(position_); }
    bool at(std::string_view characters) const {
        return position_ < text_.size() && characters.find(text_[position_]) != std::string_view::npos;
    }

    Token next() {
        while (at(" \t"))
            ++position_;
        Token token;
        token.column = position_ + 1;
        if (position_ == text_.size()) return token;
        if (at(kDigits)) return number(token);
        if (at("'\"")) return quoted(token);
        if (at(kWordStart)) {
            token.kind = Token::word;
            token.text = take_while(kWordPart);
            return token;
        }
        for (const auto symbol : kSymbols)
            if (rest().starts_with(symbol)) {
                position_ += symbol.size();
                token.kind = Token::symbol;
                token.text = std::string(symbol);
                return token;
            }
        fail_at(token.column, fmt::format("'{}' has no meaning here", rest().front()));
    }

    std::string take_while(std::string_view characters) {
        const auto start = position_;
        while (at(characters))
            ++position_;
        return std::string(text_.substr(start, position_ - start));
    }

    Token quoted(Token token) {
        const auto quote = text_[position_++];
        const auto end = text_.find(quote, position_);
        if (end == std::string_view::npos) fail_at(token.column, "the closing quote is missing");
        token.kind = Token::quoted;
        token.text = std::string(text_.substr(position_, end - position_));
        position_ = end + 1;
        return token;
    }

    Token number(Token token) {
        const auto start = position_;
        take_while(kDigits);
        if (at(":")) return pattern(token, start);
        position_ = start;
        double real = 0;
        std::int64_t whole = 0;
        const char* const first = text_.data() + start;
        const char* const last = text_.data() + text_.size();
        const auto as_real = std::from_chars(first, last, real);
        const auto as_whole = std::from_chars(first, last, whole);
        position_ += static_cast<std::size_t>(as_real.ptr - first);
        token.kind = Token::number;
        token.text = std::string(text_.substr(start, position_ - start));
        if (as_real.ec != std::errc()) fail_at(token.column, fmt::format("'{}' is no usable number", token.text));
        if (as_whole.ec == std::errc() && as_whole.ptr == as_real.ptr)
            token.value = whole;
        else
            token.value = real;
        apply_suffix(token);
        const auto after = position_ + 1;
        if (at(kWordPart)) fail_at(after, fmt::format("'{}' cannot follow a number", take_while(kWordPart)));
        return token;
    }

    Token pattern(Token token, std::size_t start) {
        ++position_;
        take_while(kDigits);
        token.kind = Token::quoted;
        token.text = std::string(text_.substr(start, position_ - start));
        return token;
    }

    void apply_suffix(Token& token) {
        const auto skip = rest().starts_with(" ") ? std::size_t{1} : std::size_t{0};
        for (const auto suffix : kSuffixes) {
            if (!rest().substr(skip).starts_with(suffix)) continue;
            const auto factor = static_cast<std::int64_t>(*config::parse_size(fmt::format("1{}", suffix)));
            position_ += skip + suffix.size();
            token.text += suffix;
            if (const auto* real = std::get_if<double>(&token.value)) {
                token.value = *real * static_cast<double>(factor);
            } else {
                std::int64_t bytes = 0;
                if (__builtin_mul_overflow(std::get<std::int64_t>(token.value), factor, &bytes))
                    fail_at(token.column, "the number goes beyond 64 bits");
                token.value = bytes;
            }
            return;
        }
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

} // namespace

std::vector<Token> tokenise(std::string_view text) {
    return Lexer(text).all();
}

} // namespace stavp::sweep
