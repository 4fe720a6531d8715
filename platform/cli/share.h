#pragma once

#include <filesystem>

namespace stavp::cli {

/// The folder that holds configs/: ../share/stavp beside the program where it is installed,
/// else the source tree that it was built from.
std::filesystem::path share_folder();

/// The scheduler firmware that runs workloads: in the share folder, or in the build tree of this program.
std::filesystem::path default_firmware();

} // namespace stavp::cli
