#include "workloads/tasks/registry.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

struct Entry {
    std::string_view name;
    std::unique_ptr<Task> (*make)(const TaskSettings&);
};

constexpr std::array<Entry, 3> registry{{
    {"fashion-mnist-vit", make_fashion_mnist_vit},
    {"synthetic-sequences", make_synthetic_sequences},
    {"wordnet-use-lite", make_wordnet_use_lite},
}};

} // namespace

std::vector<std::string> task_names() {
    std::vector<std::string> names;
    for (const Entry& entry : registry)
        names.emplace_back(entry.name);
    return names;
}

std::unique_ptr<Task> make_task(std::string_view name, const TaskSettings& settings) {
    for (const Entry& entry : registry)
        if (entry.name == name) return entry.make(settings);
    throw std::invalid_argument(fmt::format("unknown task '{}': tasks are {}", name, fmt::join(task_names(), ", ")));
}

bool Task::correct(std::span<const float> logits, std::uint32_t label) const {
    return std::max_element(logits.begin(), logits.end()) - logits.begin() == static_cast<std::ptrdiff_t>(label);
}

} // namespace stavp::workloads
