#pragma once

#include "platform/sweep/metrics.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace stavp::sweep {

/// The files that the program brings along.
struct Installation {
    std::filesystem::path program;            ///< stavp itself
    std::filesystem::path nmprune;            ///< beside it
    std::filesystem::path firmware;           ///< the scheduler
    std::filesystem::path protected_firmware; ///< the same, for scheduler.protect
    std::filesystem::path configs;            ///< holds dram/, energy/ and area/
};

/// Content hashes of everything that results follow from besides points and workloads: the sweep file, the platform
/// file, the program, the firmware, and the tables in the folders beside the platform file and of the installation.
/// Throws InputError if one cannot be read.
std::vector<std::pair<std::string, std::string>> input_digests(const std::filesystem::path& sweep_file,
                                                               const std::filesystem::path& platform,
                                                               const Installation& installation);

/// The tables `asic45` and `ultrascale_plus`, beside the platform file or of the installation.
AreaTables load_area_tables(const std::filesystem::path& platform, const Installation& installation);

} // namespace stavp::sweep
