#pragma once

#include "platform/sweep/row.h"

#include <string>
#include <vector>

namespace stavp::sweep {

/// results.csv: RFC 4180 but for the line ends, which are LF; a header, then a line per row. Numbers are the shortest
/// that read back as the same; what there is no figure for is an empty field. `rows` have the same columns.
std::string results_csv(const std::vector<Row>& rows);
/// A line of results.jsonl, with its end: the fields of the CSV by the same names, null where the CSV is empty.
std::string results_json_line(const Row& row);

} // namespace stavp::sweep
