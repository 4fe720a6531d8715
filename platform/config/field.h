#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace stavp::config {

/// A checked value, in the type that the field's Kind asks for (size: bytes).
using Value = std::variant<bool, std::uint64_t, double, std::string>;

enum class Kind { boolean, integer, real, size, choice, text };

/// One configuration key, tied to the member that it fills: type, range, unit and meaning.
struct Field {
    std::string key; ///< dotted path, e.g. "sta.rows"
    Kind kind = Kind::text;
    std::string unit; ///< "" where it has none
    std::string doc;
    double min = 0; ///< integer, real and size
    double max = 0;
    std::uint64_t multiple_of = 1;    ///< size
    std::vector<std::string> choices; ///< choice
    bool required = false;
    bool list = false; ///< text
    std::function<void(const Value&)> set;
    std::function<Value()> get;
};

/// All keys of one kind of file, in the order in which they are shown. It refers to the struct that it was made for,
/// which must outlive it.
using Schema = std::vector<Field>;

struct Range {
    double min;
    double max;
};

template <std::unsigned_integral T>
Field integer(std::string key, T& member, Range range, std::string unit, std::string doc) {
    Field field{std::move(key),
                Kind::integer,
                std::move(unit),
                std::move(doc),
                range.min,
                range.max,
                1,
                {},
                false,
                false,
                {},
                {}};
    field.set = [&member](const Value& value) { member = static_cast<T>(std::get<std::uint64_t>(value)); };
    field.get = [&member]() -> Value { return static_cast<std::uint64_t>(member); };
    return field;
}

Field real(std::string key, double& member, Range range, std::string unit, std::string doc);
Field boolean(std::string key, bool& member, std::string doc);
Field text(std::string key, std::string& member, std::string doc);
/// A text that may also be written as a YAML list, which is joined with commas.
Field list(std::string key, std::string& member, std::string doc);
/// Bytes, written plain or with the suffix KiB, MiB or GiB.
Field size(std::string key, std::uint64_t& member, Range range, std::uint64_t multiple_of, std::string doc);

/// An enum behind a closed list of words.
template <typename Enum>
Field choice(std::string key, Enum& member, std::vector<std::pair<std::string, Enum>> words, std::string doc) {
    Field field;
    field.key = std::move(key);
    field.kind = Kind::choice;
    field.doc = std::move(doc);
    for (const auto& [word, value] : words)
        field.choices.push_back(word);
    field.set = [&member, words](const Value& given) {
        for (const auto& [word, value] : words)
            if (word == std::get<std::string>(given)) member = value;
    };
    field.get = [&member, words]() -> Value {
        for (const auto& [word, value] : words)
            if (value == member) return word;
        return std::string();
    };
    return field;
}

} // namespace stavp::config
