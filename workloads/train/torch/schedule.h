#pragma once

#include "workloads/train/trainer.h"

namespace stavp::workloads {

/// Learning rate of step 1 .. phase.steps: rises linearly over the warm-up, is whole at its last step, then keeps to
/// the schedule, which reaches 0 where step `steps + 1` would be (so that no step is without effect).
double learning_rate(const TrainingPhase& phase, std::uint64_t step);

} // namespace stavp::workloads
