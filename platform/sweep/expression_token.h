#pragma once

#include "platform/sweep/expression.h"

#include <string_view>
#include <vector>

namespace stavp::sweep {

struct Token {
    enum Kind { number, word, quoted, symbol, end };
    Kind kind = end;
    std::size_t column = 0; ///< from 1
    std::string text{};     ///< of what was written; a quoted text or a pattern (2:4) without quotes
    ExpressionValue value{};
};

/// Numbers with their size suffix, words (also with dots), quoted texts, patterns, symbols; `end` last. Throws
/// ExpressionError.
std::vector<Token> tokenise(std::string_view text);

} // namespace stavp::sweep
