#include "platform/config/scalar.h"
#include "platform/config/suggest.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>
#include <utility>

namespace stavp::config {

namespace {

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 3> kSuffixes = {
    {{"GiB", 1ull << 30}, {"MiB", 1ull << 20}, {"KiB", 1ull << 10}}};

template <typename T> std::optional<T> whole(std::string_view text, auto... base) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base...);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> parse_integer(std::string_view text) {
    constexpr int kHexadecimal = 16;
    if (text.starts_with("0x")) return whole<std::uint64_t>(text.substr(2), kHexadecimal);
    return whole<std::uint64_t>(text);
}

bool is_negative_integer(std::string_view text) {
    return text.starts_with("-") && parse_integer(text.substr(1)).has_value();
}

[[noreturn]] void wrong_type(const char* expected, const Scalar& scalar) {
    const auto* quote = scalar.quoted ? "\"" : "'";
    throw std::invalid_argument(fmt::format("expected {}, got {}{}{}{}", expected, scalar.quoted ? "the string " : "",
                                            quote, scalar.text, quote));
}

[[noreturn]] void out_of_range(const Field& field, const Scalar& scalar) {
    throw std::invalid_argument(fmt::format("must be {}, got {}", describe_range(field), scalar.text));
}

Value parse_number(const Field& field, const Scalar& scalar) {
    const bool sized = field.kind == Kind::size;
    const auto* expected = sized ? "a size such as 65536, 64KiB or 1MiB" : "an integer";
    if (scalar.quoted) wrong_type(expected, scalar);
    if (is_negative_integer(scalar.text)) out_of_range(field, scalar);
    const auto value = sized ? parse_size(scalar.text) : parse_integer(scalar.text);
    if (!value) wrong_type(expected, scalar);
    const auto number = static_cast<double>(*value);
    if (number < field.min || number > field.max) out_of_range(field, scalar);
    if (*value % field.multiple_of != 0)
        throw std::invalid_argument(
            fmt::format("must be a multiple of {} bytes, got {}", field.multiple_of, scalar.text));
    return *value;
}

Value parse_real(const Field& field, const Scalar& scalar) {
    const auto value = scalar.quoted ? std::nullopt : whole<double>(scalar.text);
    if (!value) wrong_type("a number", scalar);
    if (!(*value >= field.min && *value <= field.max)) out_of_range(field, scalar);
    return *value;
}

Value parse_choice(const Field& field, const Scalar& scalar) {
    for (const auto& word : field.choices)
        if (word == scalar.text) return scalar.text;
    throw std::invalid_argument(fmt::format("must be {}, got '{}'{}", describe_range(field), scalar.text,
                                            did_you_mean(scalar.text, field.choices)));
}

} // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t factor = 1;
    for (const auto& [suffix, bytes] : kSuffixes)
        if (text.ends_with(suffix)) {
            factor = bytes;
            text.remove_suffix(suffix.size());
            if (text.ends_with(' ')) text.remove_suffix(1);
            break;
        }
    const auto value = parse_integer(text);
    if (!value || *value > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
    return *value * factor;
}

std::string format_size(std::uint64_t bytes) {
    for (const auto& [suffix, unit] : kSuffixes)
        if (bytes != 0 && bytes % unit == 0) return fmt::format("{}{}", bytes / unit, suffix);
    return fmt::format("{}", bytes);
}

Value parse(const Field& field, const Scalar& scalar) {
    switch (field.kind) {
    case Kind::boolean:
        if (!scalar.quoted && scalar.text == "true") return true;
        if (!scalar.quoted && scalar.text == "false") return false;
        wrong_type("true or false", scalar);
    case Kind::integer:
    case Kind::size:
        return parse_number(field, scalar);
    case Kind::real:
        return parse_real(field, scalar);
    case Kind::choice:
        return parse_choice(field, scalar);
    case Kind::text:
        break;
    }
    return scalar.text;
}

std::string format(const Field& field, const Value& value) {
    if (field.kind == Kind::size) return format_size(std::get<std::uint64_t>(value));
    return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

std::string describe_range(const Field& field) {
    switch (field.kind) {
    case Kind::size:
        return fmt::format("{} to {}", format_size(static_cast<std::uint64_t>(field.min)),
                           format_size(static_cast<std::uint64_t>(field.max)));
    case Kind::integer:
        return fmt::format("{} to {}", static_cast<std::uint64_t>(field.min), static_cast<std::uint64_t>(field.max));
    case Kind::real:
        return fmt::format("{:g} to {:g}", field.min, field.max);
    case Kind::choice:
        return field.choices.size() == 1 ? field.choices.front()
                                         : fmt::format("one of {}", fmt::join(field.choices, ", "));
    case Kind::boolean:
        return "true or false";
    case Kind::text:
        break;
    }
    return "";
}

} // namespace stavp::config
