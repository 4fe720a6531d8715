#pragma once

#include "platform/sweep/row.h"
#include "platform/sweep/sweep_folder.h"

#include <optional>
#include <string>

namespace stavp::sweep {

/// One line of JSON with a checksum of itself: content of row.json.
std::string row_text(const Row& row);
/// Nothing if the text is not whole.
std::optional<Row> parse_row(const std::string& text);

/// A point has ended if and only if this gives its row: row.json is there, whole, and speaks of this point.
std::optional<Row> read_row(const SweepFolder& folder, const std::string& id);
/// By rename, and after everything else of the point.
void write_row(const SweepFolder& folder, const Row& row);

} // namespace stavp::sweep
