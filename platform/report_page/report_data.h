#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace stavp {

enum class FolderKind { run, sweep };

/// A folder with a summary.json is a run's; one with results.csv or results.jsonl that begin as a sweep's is a
/// sweep's. Throws InputError for anything else.
FolderKind kind_of(const std::filesystem::path& folder);

/// What the page of a folder shows; docs/reports.md has the fields. `page_folder` is where the page will be, for its
/// links. Nothing of the host that ran it is in it: equal folders give equal reports. Throws InputError if a file is
/// missing or damaged.
nlohmann::ordered_json report_data(const std::filesystem::path& folder, const std::filesystem::path& page_folder);

} // namespace stavp
