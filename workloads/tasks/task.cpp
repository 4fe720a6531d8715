#include "workloads/tasks/task.h"

#include <algorithm>

namespace stavp::workloads {

bool Task::correct(std::span<const float> logits, std::uint32_t label) const {
    return std::max_element(logits.begin(), logits.end()) - logits.begin() == static_cast<std::ptrdiff_t>(label);
}

} // namespace stavp::workloads
