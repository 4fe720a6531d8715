#pragma once

#include "platform/cli/arguments.h"
#include "platform/sweep/engine.h"
#include "platform/sweep/slurm_options.h"
#include "platform/sweep/sweep_folder.h"

#include <memory>
#include <optional>

namespace stavp::cli {

/// --engine, and what --engine slurm takes.
void add_engine_options(boost::program_options::options_description& options);

/// What --engine slurm asks for; nothing for the local engine. Throws InputError if Slurm is not there, or for options
/// of an engine that was not chosen.
std::optional<sweep::SlurmOptions> read_slurm_options(const boost::program_options::variables_map& values);

/// Its tasks call this program's sweep-task; what Slurm does is told on stderr.
std::unique_ptr<sweep::Engine> slurm_engine(const sweep::SweepFolder& folder, const sweep::SlurmOptions& options,
                                            const boost::program_options::variables_map& values);

} // namespace stavp::cli
