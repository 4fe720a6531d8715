#pragma once

#include "workloads/import/package_files.h"

#include <span>

namespace stavp::workloads {

/// Regular files of a POSIX ustar archive; pax headers are skipped, their long names honoured. Folders and links are
/// left out. Throws std::invalid_argument for a bad header checksum or a truncated archive.
PackageFiles read_tar(std::span<const std::uint8_t> archive);

} // namespace stavp::workloads
