#include "workloads/series/phase.h"

#include <algorithm>
#include <cmath>

namespace stavp::workloads::series {

namespace {

/// Steele, Lea and Flood, 2014.
std::uint64_t splitmix64(std::uint64_t state) {
    state += 0x9e3779b97f4a7c15U;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9U;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebU;
    return state ^ (state >> 31);
}

} // namespace

std::uint64_t step_count(const Phase& phase, std::size_t samples) {
    if (phase.steps > 0 || phase.epochs == 0) return phase.steps;
    const double steps = phase.epochs * static_cast<double>(samples) / phase.training.batch;
    return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(steps)));
}

std::uint64_t phase_seed(std::uint64_t seed, std::uint32_t m, std::uint64_t place) {
    return splitmix64(splitmix64(splitmix64(seed) ^ m) ^ place);
}

std::string_view to_string(Optimiser optimiser) {
    return optimiser == Optimiser::sgd ? "sgd" : "adamw";
}

std::string_view to_string(Schedule schedule) {
    switch (schedule) {
    case Schedule::constant:
        return "constant";
    case Schedule::linear:
        return "linear";
    case Schedule::cosine:
        break;
    }
    return "cosine";
}

} // namespace stavp::workloads::series
