#pragma once

#include "platform/config/field.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp::config {

/// A scalar as written in a file or on the command line.
struct Scalar {
    std::string text;
    bool quoted = false; ///< quotes make it a string, also where the text looks like a number
};

/// Throws std::invalid_argument with the reason for a wrong type, range or word.
Value parse(const Field& field, const Scalar& scalar);
/// As parse() takes it back; sizes with the largest suffix that divides them.
std::string format(const Field& field, const Value& value);
/// "1 to 512", "one of os, ws"; "" for free text.
std::string describe_range(const Field& field);
/// "4096", "256KiB", "2 MiB"; empty for anything else.
std::optional<std::uint64_t> parse_size(std::string_view text);
std::string format_size(std::uint64_t bytes);

} // namespace stavp::config
