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

/// OpenBLAS starts a thread per processor in each process, which spin for a while although the simulator multiplies on
/// one: of two points at a time each would wait for the other's. It can only be told before it is loaded, so that this
/// program starts itself again in this process, once, with OPENBLAS_NUM_THREADS=1.
void restart_with_one_blas_thread(const std::string& command, const Arguments& arguments);

/// Everything that points need, with the full simulation.
sweep::PointContext point_context(const sweep::SweepFolder& folder, const sweep::RunPlan& plan,
                                  const std::optional<sweep::ResultCache>& cache);

} // namespace stavp::cli
