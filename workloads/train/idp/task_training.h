#pragma once

#include "workloads/series/recipe.h"
#include "workloads/series/training.h"

namespace stavp::workloads::series {

/// The recipe's task under the Trainer. Throws as make_task() does.
std::unique_ptr<Training> make_task_training(const Recipe& recipe);

/// The same for a task that is there already.
std::unique_ptr<Training> make_training(std::unique_ptr<Task> task, unsigned threads);

} // namespace stavp::workloads::series
