#pragma once

#include "workloads/cli/command.h"
#include "workloads/series/training.h"

namespace stavp::workloads::series {

struct Recipe;

/// Reads the task of a recipe. Throws std::invalid_argument for an unknown task or option, FormatError for its data.
using TrainingFactory = std::function<std::unique_ptr<Training>(const Recipe&)>;

/// `nmprune idp`: prints one line for what cannot be used. Returns an exit code: 0, 2, or 128 + signal if it was
/// stopped.
int idp_command(cli::Arguments args, const TrainingFactory& make_training);

} // namespace stavp::workloads::series
