#pragma once

#include <string>
#include <vector>

namespace stavp::workloads::cli {

/// Text in columns, each as wide as its longest entry.
class Table {
public:
    explicit Table(std::vector<std::string> heading) : rows_{std::move(heading)} {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

} // namespace stavp::workloads::cli
