#pragma once

#include "platform/sweep/space.h"
#include "workloads/synth/random.h"

#include <vector>

namespace stavp::sweep {

/// Uniform in 0 .. bound - 1, without bias.
std::uint64_t below(workloads::Random& random, std::uint64_t bound);

/// `samples` choices, each axis stratified: its unit interval is cut into `samples` equal strata, each of which holds
/// one sample at a uniform place, in an order of its own (Fisher-Yates); value i of n is the interval [i/n, (i+1)/n).
/// So each value of an axis comes floor(samples/n) times at least, up to one that a stratum lies across, and with
/// n >= samples no value lies in the same stratum as another. The same on every host.
std::vector<Choice> latin_hypercube(const std::vector<std::size_t>& sizes, std::size_t samples,
                                    workloads::Random& random);

} // namespace stavp::sweep
