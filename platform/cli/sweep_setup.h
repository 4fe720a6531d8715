#pragma once

#include "platform/cli/arguments.h"
#include "platform/sweep/run_point.h"

#include <optional>

namespace stavp::cli {

sweep::Installation installation();

/// --no-cache.
void add_cache_option(boost::program_options::options_description& options);
/// The user's cache, unless --no-cache was given or there is no folder for it.
std::optional<sweep::ResultCache> read_cache(const boost::program_options::variables_map& values);

/// Everything that points need, with the full simulation. Sees to it that the processes of points do not start threads
/// that they have no use for.
sweep::PointContext point_context(const sweep::SweepFolder& folder, const sweep::RunPlan& plan,
                                  const std::optional<sweep::ResultCache>& cache);

} // namespace stavp::cli
