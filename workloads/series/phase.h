#pragma once

#include "workloads/train/trainer.h"

namespace stavp::workloads::series {

/// A training phase as a recipe gives it: its length in steps, or in epochs of a task whose size is not known yet.
struct Phase {
    TrainingPhase training; ///< without steps and seed
    double epochs = 0;      ///< fractions count; 0 with steps
    std::uint64_t steps = 0;
};

/// Optimiser steps of one pass of `phase`: given, or epochs * samples / batch rounded, at least 1 unless epochs is 0.
std::uint64_t step_count(const Phase& phase, std::size_t samples);

/// The seed of one phase's order of samples: splitmix64 of the recipe's seed, the series (M) and the candidate's place,
/// so that the k-th candidates of all methods see the same batches first.
std::uint64_t phase_seed(std::uint64_t seed, std::uint32_t m, std::uint64_t place);

std::string_view to_string(Optimiser optimiser);
std::string_view to_string(Schedule schedule);

} // namespace stavp::workloads::series
