#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stavp {

/// A header and rows as wide as it.
struct CsvTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// RFC 4180, line ends LF or CRLF. Throws InputError "NAME: ..." for open quotes or rows of another width.
CsvTable parse_csv(std::string_view text, const std::string& name);
/// A field as it stands in a CSV, quoted where it must be.
std::string csv_field(std::string_view text);

} // namespace stavp
