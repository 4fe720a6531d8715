#include "platform/sweep/axis_values.h"
#include "platform/config/suggest.h"
#include "platform/config/yaml_text.h"
#include "workloads/format/pattern.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace stavp::sweep {

namespace {

using config::Field;
using config::Kind;

constexpr std::size_t kMostValues = 10000;
constexpr double kRounding = 1e-9; ///< of a step; what adding steps may lose

[[noreturn]] void refuse(const std::string& reason) {
    throw std::invalid_argument(reason);
}

/// from, to, step, factor, count of a range.
class Range {
public:
    Range(const Field& field, const YAML::Node& node) : field_(field) {
        for (const auto& entry : node)
            read(entry.first.Scalar(), entry.second);
        for (const auto* bound : {"from", "to"})
            if (!numbers_.contains(bound)) refuse(fmt::format("'{}' is missing", bound));
        if (numbers_.size() != 3) refuse("a range has 'from', 'to' and one of 'step', 'factor' and 'count'");
        if (!(from() < to())) refuse("'from' must be below 'to'");
    }

    std::vector<double> values() const {
        if (const auto step = number("step")) return by_step(*step);
        if (const auto factor = number("factor")) return by_factor(*factor);
        return by_count(*number("count"));
    }

private:
    void read(const std::string& name, const YAML::Node& node) {
        static const std::vector<std::string> names = {"from", "to", "step", "factor", "count"};
        if (std::find(names.begin(), names.end(), name) == names.end())
            refuse(fmt::format("'{}' is not part of a range{}", name, config::did_you_mean(name, names)));
        const bool sized = field_.kind == Kind::size && name != "factor" && name != "count";
        const auto value = node.IsScalar() && node.Tag() != "!" ? parse(node.Scalar(), sized) : std::nullopt;
        if (!value) refuse(fmt::format("'{}': expected a number, got {}", name, config::describe(node)));
        if (!numbers_.emplace(name, *value).second) refuse(fmt::format("'{}' is given twice", name));
    }

    static std::optional<double> parse(const std::string& text, bool sized) {
        if (sized)
            if (const auto bytes = config::parse_size(text)) return static_cast<double>(*bytes);
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
        return value;
    }

    std::optional<double> number(const char* name) const {
        const auto found = numbers_.find(name);
        return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    }
    double from() const { return numbers_.at("from"); }
    double to() const { return numbers_.at("to"); }

    std::vector<double> by_step(double step) const {
        if (!(step > 0)) refuse("'step' must be above 0");
        const auto count = std::floor((to() - from()) / step + kRounding) + 1;
        check_count(count);
        std::vector<double> values;
        for (std::size_t i = 0; static_cast<double>(i) < count; ++i)
            values.push_back(from() + static_cast<double>(i) * step);
        return values;
    }

    std::vector<double> by_factor(double factor) const {
        if (!(factor > 1)) refuse("'factor' must be above 1");
        if (!(from() > 0)) refuse("with 'factor', 'from' must be above 0");
        std::vector<double> values;
        for (double value = from(); value <= to() * (1 + kRounding); value *= factor) {
            values.push_back(value);
            check_count(static_cast<double>(values.size()));
        }
        return values;
    }

    std::vector<double> by_count(double count) const {
        if (count != std::floor(count) || count < 2) refuse("'count' must be a whole number from 2 on");
        check_count(count);
        std::vector<double> values;
        for (std::size_t i = 0; static_cast<double>(i) < count; ++i)
            values.push_back(from() + (to() - from()) * static_cast<double>(i) / (count - 1));
        return values;
    }

    static void check_count(double count) {
        if (count > kMostValues) refuse(fmt::format("more than {} values", kMostValues));
    }

    const Field& field_;
    std::map<std::string, double> numbers_;
};

/// Without the dust that binary fractions leave: 0.3, not 0.30000000000000004.
double tidy(double value) {
    return std::strtod(fmt::format("{:.12g}", value).c_str(), nullptr);
}

std::string range_value(const Field& field, double value) {
    if (field.kind == Kind::real) return canonical(field, {fmt::format("{}", tidy(value))});
    const auto whole = std::round(value);
    if (std::abs(value - whole) > kRounding * std::max(1.0, whole))
        refuse(fmt::format("the range gives {}, which is no whole number", tidy(value)));
    return canonical(field, {fmt::format("{:.0f}", whole)});
}

} // namespace

std::string canonical(const Field& field, const config::Scalar& scalar) {
    const auto value = config::parse(field, scalar);
    if (field.key == "workload.pattern")
        return workloads::to_string(workloads::parse_pattern(std::get<std::string>(value)));
    return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

std::vector<std::string> axis_values(const Field& field, const YAML::Node& node) {
    std::vector<std::string> values;
    if (node.IsMap()) {
        if (field.kind != Kind::integer && field.kind != Kind::real && field.kind != Kind::size)
            refuse("a range needs a key of numbers; give a list");
        for (const auto value : Range(field, node).values())
            values.push_back(range_value(field, value));
        return values;
    }
    if (!node.IsSequence()) refuse(fmt::format("expected a list or a range, got {}", config::describe(node)));
    for (const auto& value : node) {
        if (!value.IsScalar()) refuse(fmt::format("expected values in the list, got {}", config::describe(value)));
        values.push_back(canonical(field, {value.Scalar(), value.Tag() == "!"}));
    }
    return values;
}

} // namespace stavp::sweep
