#pragma once

#include "workloads/tasks/task.h"

#include <initializer_list>

namespace stavp::workloads {

/// A task's options, checked as they are read. Throws std::invalid_argument naming task and key.
class TaskOptions {
public:
    /// `known`: every key that the task reads; any other one, or one given twice, throws.
    TaskOptions(std::string_view task, const TaskSettings& settings, std::initializer_list<std::string_view> known);

    std::string text(std::string_view key, std::string_view otherwise) const;
    /// A whole number in [low, high].
    std::uint32_t number(std::string_view key, std::uint32_t otherwise, std::uint32_t low, std::uint32_t high) const;
    /// One of `choices`; the first one is the default.
    std::string choice(std::string_view key, std::initializer_list<std::string_view> choices) const;

    [[noreturn]] void fail(std::string_view key, std::string_view reason) const;

private:
    const std::string* find(std::string_view key) const;

    std::string task_;
    std::vector<std::pair<std::string, std::string>> options_;
};

} // namespace stavp::workloads
