#include "workloads/tasks/options.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace stavp::workloads {

TaskOptions::TaskOptions(std::string_view task, const TaskSettings& settings,
                         std::initializer_list<std::string_view> known)
    : task_(task), options_(settings.options) {
    for (auto option = options_.begin(); option != options_.end(); ++option) {
        if (std::find(known.begin(), known.end(), option->first) == known.end())
            fail(option->first, fmt::format("unknown option; options are {}", fmt::join(known, ", ")));
        if (find(option->first) != &option->second) fail(option->first, "given twice");
    }
}

const std::string* TaskOptions::find(std::string_view key) const {
    for (const auto& [name, value] : options_)
        if (name == key) return &value;
    return nullptr;
}

void TaskOptions::fail(std::string_view key, std::string_view reason) const {
    throw std::invalid_argument(fmt::format("task {}: {}: {}", task_, key, reason));
}

std::string TaskOptions::text(std::string_view key, std::string_view otherwise) const {
    const std::string* given = find(key);
    return given ? *given : std::string(otherwise);
}

std::uint32_t TaskOptions::number(std::string_view key, std::uint32_t otherwise, std::uint32_t low,
                                  std::uint32_t high) const {
    const std::string* given = find(key);
    if (!given) return otherwise;
    std::uint32_t value = 0;
    const char* end = given->data() + given->size();
    const auto [rest, error] = std::from_chars(given->data(), end, value);
    if (error != std::errc() || rest != end || value < low || value > high)
        fail(key, fmt::format("expected a whole number from {} to {}, got '{}'", low, high, *given));
    return value;
}

std::string TaskOptions::choice(std::string_view key, std::initializer_list<std::string_view> choices) const {
    std::string value = text(key, *choices.begin());
    if (std::find(choices.begin(), choices.end(), value) == choices.end())
        fail(key, fmt::format("must be one of {}, got '{}'", fmt::join(choices, ", "), value));
    return value;
}

} // namespace stavp::workloads
