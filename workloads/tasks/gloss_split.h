#pragma once

#include "workloads/tasks/glosses.h"

namespace stavp::workloads {

/// Indices into the definitions that were split, in the order of the split.
struct GlossSplit {
    std::vector<std::size_t> training;
    std::vector<std::size_t> test;
};

/// Of each distinct text one definition takes part, of a text that stands in several classes none: it has no right
/// answer. They are ordered by a 64-bit number that is a function of `seed` and the text alone (workloads/synth/
/// random.h), so that neither the machine nor other lines of the file matter. The first tenth is the test set.
GlossSplit split_definitions(const std::vector<Definition>& definitions, std::uint64_t seed);

} // namespace stavp::workloads
