#include "tests/system/bad_input_table.h"
#include "tests/system/shell.h"

#include <cctype>
#include <sstream>
#include <stdexcept>

namespace {

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            cell += line[++i];
        } else if (line[i] == '|') {
            const auto first = cell.find_first_not_of(' ');
            const auto last = cell.find_last_not_of(' ');
            cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
            cell.clear();
        } else {
            cell += line[i];
        }
    }
    return cells;
}

std::string code(const std::string& cell, const std::string& line) {
    if (cell.empty()) return "";
    if (cell.size() < 3 || cell.front() != '`' || cell.back() != '`')
        throw std::runtime_error("expected `code` in: " + line);
    return cell.substr(1, cell.size() - 2);
}

BadInput row_of(const std::vector<std::string>& cells, const std::string& line) {
    if (cells.size() == 4) return {cells[0], code(cells[1], line), "", code(cells[2], line), std::stoi(cells[3])};
    if (cells.size() == 5)
        return {cells[0], code(cells[1], line), code(cells[2], line), code(cells[3], line), std::stoi(cells[4])};
    throw std::runtime_error("expected 4 or 5 cells in: " + line);
}

} // namespace

std::vector<BadInput> read_bad_inputs() {
    std::istringstream page(read_text(STAVP_SOURCE_DIR "/docs/bad-input.md"));
    std::vector<BadInput> rows;
    bool in_body = false; // below a table's |---| line
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("|")) in_body = false;
        if (in_body) rows.push_back(row_of(cells_of(line), line));
        if (line.starts_with("|---")) in_body = true;
    }
    return rows;
}

std::ostream& operator<<(std::ostream& out, const BadInput& row) {
    return out << row.command;
}

std::string case_name(const BadInput& row) {
    std::string name;
    for (const char c : row.input)
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
}
