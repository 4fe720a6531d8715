#pragma once

#include "platform/run/simulate.h"

namespace stavp::cli {

/// simulate(), and what is reckoned from its counts: energy, rooflines, bottlenecks. Inside sc_main.
RunResult simulate_fully(const Job& job, Console& console, RunFolder* folder = nullptr);

/// The same with a simulator started for it, from outside sc_main. Once per process.
RunResult start_and_simulate(const Job& job, Console& console);

} // namespace stavp::cli
