#pragma once

#include "platform/sweep/sweep.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::sweep {

/// The candidates of a folder that `nmprune deploy` made, or of the training's folder around it, in the order of its
/// table; `only`: names of series to take ("dense", "idp"), all where it is empty. Throws std::runtime_error with the
/// reason for a folder that is no deployment, a series that it does not have, or a workload that is missing.
std::vector<SeriesMember> read_series_folder(const std::filesystem::path& folder, SeriesInput input,
                                             const std::vector<std::string>& only);

} // namespace stavp::sweep
