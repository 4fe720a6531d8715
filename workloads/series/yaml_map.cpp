#include "workloads/series/yaml_map.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>

namespace stavp::workloads::series {

namespace {

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> above(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j)
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
        above = std::move(row);
    }
    return above.back();
}

std::string suggestion(const std::string& key, const std::set<std::string>& known) {
    const std::string* best = nullptr;
    std::size_t best_distance = std::max<std::size_t>(key.size() / 3, 1) + 1;
    for (const std::string& candidate : known)
        if (const auto d = distance(key, candidate); d < best_distance) {
            best_distance = d;
            best = &candidate;
        }
    return best == nullptr ? "" : fmt::format(" (did you mean '{}'?)", *best);
}

template <class T> bool convert(const std::string& text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string what_is(const YAML::Node& node) {
    if (node.IsSequence()) return "a list";
    return node.IsMap() ? "a map" : "nothing";
}

} // namespace

YamlMap::YamlMap(YAML::Node node, std::string prefix, std::string file, Places& places)
    : prefix_(std::move(prefix)), file_(std::move(file)), place_(place(node)), places_(&places) {
    if (!node.IsMap())
        refuse(fmt::format("expected keys and values, got {}", node.IsScalar() ? "a word" : what_is(node)));
    for (const auto& entry : node) {
        if (!entry.first.IsScalar()) refuse("a key must be a word");
        const std::string key = entry.first.Scalar();
        const std::string where = place(entry.first);
        const auto [earlier, inserted] = entries_.try_emplace(key, Entry{entry.second, where});
        if (!inserted)
            throw RecipeError(
                fmt::format("{}: {}: given twice, first at {}", where, prefix_ + key, earlier->second.place));
        order_.push_back(key);
    }
}

bool YamlMap::real(const std::string& key, double& value, Range range) {
    const auto* node = scalar(key, "a number");
    if (node == nullptr) return false;
    double read = 0;
    if (!convert(node->Scalar(), read) || !std::isfinite(read))
        refuse(key, fmt::format("expected a number, got '{}'", node->Scalar()));
    if (read < range.min || read > range.max)
        refuse(key, fmt::format("must be {} to {}, got {}", range.min, range.max, node->Scalar()));
    value = read;
    return true;
}

bool YamlMap::integer_value(const std::string& key, Range range, const std::function<void(std::uint64_t)>& take) {
    const auto* node = scalar(key, "an integer");
    if (node == nullptr) return false;
    const std::string& text = node->Scalar();
    std::uint64_t read = 0;
    std::int64_t below_zero = 0;
    const bool negative = text.starts_with("-") && convert(text, below_zero);
    if (!negative && !convert(text, read)) refuse(key, fmt::format("expected an integer, got '{}'", text));
    if (negative || static_cast<double>(read) < range.min || static_cast<double>(read) > range.max)
        refuse(key, fmt::format("must be {} to {}, got {}", range.min, range.max, text));
    take(read);
    return true;
}

bool YamlMap::boolean(const std::string& key, bool& value) {
    const auto* node = scalar(key, "true or false");
    if (node == nullptr) return false;
    if (node->Scalar() != "true" && node->Scalar() != "false")
        refuse(key, fmt::format("expected true or false, got '{}'", node->Scalar()));
    value = node->Scalar() == "true";
    return true;
}

bool YamlMap::text(const std::string& key, std::string& value) {
    const auto* node = scalar(key, "a word");
    if (node == nullptr) return false;
    value = node->Scalar();
    return true;
}

bool YamlMap::integers(const std::string& key, std::vector<std::uint32_t>& values, Range range) {
    std::vector<std::string> read;
    if (!words(key, read)) return false;
    values.clear();
    for (const std::string& word : read) {
        std::uint32_t value = 0;
        if (!convert(word, value)) refuse(key, fmt::format("expected integers, got '{}'", word));
        if (value < range.min || value > range.max)
            refuse(key, fmt::format("must be {} to {}, got {}", range.min, range.max, word));
        values.push_back(value);
    }
    return true;
}

bool YamlMap::words(const std::string& key, std::vector<std::string>& values) {
    const Entry* entry = find(key);
    if (entry == nullptr) return false;
    if (!entry->value.IsSequence())
        refuse(key, fmt::format("expected a list, got {}",
                                entry->value.IsScalar() ? "'" + entry->value.Scalar() + "'" : what_is(entry->value)));
    values.clear();
    for (const auto& item : entry->value) {
        if (!item.IsScalar()) refuse(key, fmt::format("expected words in the list, got {}", what_is(item)));
        if (std::ranges::find(values, item.Scalar()) != values.end())
            refuse(key, fmt::format("'{}' stands twice in the list", item.Scalar()));
        values.push_back(item.Scalar());
    }
    return true;
}

std::optional<YAML::Node> YamlMap::node(const std::string& key) {
    const Entry* entry = find(key);
    return entry == nullptr ? std::nullopt : std::optional(entry->value);
}

std::optional<YamlMap> YamlMap::map(const std::string& key) {
    const Entry* entry = find(key);
    if (entry == nullptr) return std::nullopt;
    if (!entry->value.IsMap()) refuse(key, "expected keys below it");
    return YamlMap(entry->value, prefix_ + key + ".", file_, *places_);
}

std::vector<YamlMap> YamlMap::maps(const std::string& key) {
    const Entry* entry = find(key);
    std::vector<YamlMap> all;
    if (entry == nullptr) return all;
    if (!entry->value.IsSequence()) refuse(key, "expected a list of maps");
    for (const auto& item : entry->value)
        all.emplace_back(item, fmt::format("{}{}[{}].", prefix_, key, all.size()), file_, *places_);
    return all;
}

std::vector<std::string> YamlMap::keys() {
    known_.insert(order_.begin(), order_.end());
    return order_;
}

void YamlMap::finish() const {
    for (const std::string& key : order_)
        if (!known_.contains(key)) refuse(key, "unknown key" + suggestion(key, known_));
}

void YamlMap::refuse(const std::string& key, const std::string& reason) const {
    const auto entry = entries_.find(key);
    throw RecipeError(
        fmt::format("{}: {}: {}", entry == entries_.end() ? place_ : entry->second.place, prefix_ + key, reason));
}

void YamlMap::refuse(const std::string& reason) const {
    if (prefix_.empty()) throw RecipeError(fmt::format("{}: {}", place_, reason));
    throw RecipeError(fmt::format("{}: {}: {}", place_, prefix_.substr(0, prefix_.size() - 1), reason));
}

void YamlMap::refuse_word(const std::string& key, const std::string& word,
                          const std::vector<std::string>& known) const {
    refuse(key, fmt::format("must be one of {}, got '{}'", fmt::join(known, ", "), word));
}

const YamlMap::Entry* YamlMap::find(const std::string& key) {
    known_.insert(key);
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return nullptr;
    (*places_)[prefix_ + key] = entry->second.place;
    return &entry->second;
}

const YAML::Node* YamlMap::scalar(const std::string& key, const char* expected) {
    const Entry* entry = find(key);
    if (entry == nullptr) return nullptr;
    if (!entry->value.IsScalar()) refuse(key, fmt::format("expected {}, got {}", expected, what_is(entry->value)));
    return &entry->value;
}

std::string YamlMap::place(const YAML::Node& node) const {
    return fmt::format("{}:{}", file_, node.Mark().line + 1);
}

} // namespace stavp::workloads::series
