#include "workloads/train/torch/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stavp::workloads {

double learning_rate(const TrainingPhase& phase, std::uint64_t step) {
    if (step < phase.warmup_steps)
        return phase.learning_rate * static_cast<double>(step) / static_cast<double>(phase.warmup_steps);
    if (phase.schedule == Schedule::constant) return phase.learning_rate;
    const std::uint64_t first = std::max<std::uint64_t>(phase.warmup_steps, 1); // the last step of full rate
    const std::uint64_t span = phase.steps + 1 - std::min(first, phase.steps);
    const double progress = static_cast<double>(step - first) / static_cast<double>(span);
    if (phase.schedule == Schedule::linear) return phase.learning_rate * (1 - progress);
    return phase.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * progress));
}

} // namespace stavp::workloads
