#include "workloads/cli/table.h"

#include <algorithm>

namespace stavp::workloads::cli {

std::string Table::text() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_)
        for (std::size_t c = 0; c < row.size(); ++c)
            widths[c] = std::max(widths[c], row[c].size());
    std::string out;
    for (const auto& row : rows_) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            out += "  " + row[c];
            if (c + 1 < row.size()) out.append(widths[c] - row[c].size(), ' ');
        }
        out += '\n';
    }
    return out;
}

} // namespace stavp::workloads::cli
