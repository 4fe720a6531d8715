#include "platform/sweep/row_collector.h"
#include "platform/sweep/row_file.h"

#include <algorithm>

namespace stavp::sweep {

void RowCollector::expect(const std::vector<SlurmArray>& arrays) {
    tasks_.clear();
    for (const auto& array : arrays)
        for (const auto& task : array)
            tasks_.emplace_back(task.rbegin(), task.rend());
}

bool RowCollector::hand_over(const std::string& id) {
    const auto row = read_row(folder_, id);
    if (!row) return false;
    sink_(*row);
    ++handed_over_;
    return true;
}

void RowCollector::look() {
    for (auto& task : tasks_)
        while (!task.empty() && hand_over(task.back()))
            task.pop_back();
}

void RowCollector::look_at_all() {
    look();
    for (auto& task : tasks_) {
        std::reverse(task.begin(), task.end());
        std::erase_if(task, [&](const auto& id) { return hand_over(id); });
        std::reverse(task.begin(), task.end());
    }
}

std::vector<std::string> RowCollector::missing() const {
    std::vector<std::string> ids;
    for (const auto& task : tasks_)
        ids.insert(ids.end(), task.rbegin(), task.rend());
    return ids;
}

} // namespace stavp::sweep
