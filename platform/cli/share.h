#pragma once

#include "platform/report_page/page.h"

#include <filesystem>

namespace stavp::cli {

/// The folder that holds configs/: ../share/stavp beside the program where it is installed,
/// else the source tree that it was built from.
std::filesystem::path share_folder();

/// The scheduler firmware that runs workloads: in the share folder, or in the build tree of this program. `protect`:
/// the build that notices faults (scheduler.protect).
std::filesystem::path default_firmware(bool protect);

struct ReportSources {
    PageSources page;
    std::filesystem::path renderer; ///< the plots as SVG, for node
};

/// What `stavp report` is made of: in the share folder or in the source tree; the chart library in the share folder or
/// the build tree.
ReportSources report_sources();

} // namespace stavp::cli
