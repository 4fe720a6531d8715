#pragma once

#include "workloads/format/builder.h"
#include "workloads/synth/recipe.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace stavp::workloads {

struct SynthOptions {
    Recipe recipe;
    Pattern pattern;
    std::uint64_t seed = 1;
    EncodingChoice encoding = EncodingChoice::smallest; ///< of sparse weights
    std::vector<std::uint32_t> valid;                   ///< rows of each sequence; its size is the batch
};

/// A stack of encoder blocks with random pruned weights (docs/synthetic-workloads.md). Each layer is executed once
/// while it is made, to choose multipliers from the range that it has. `progress` is told each block's index.
WorkloadBuilder synthesise(const SynthOptions& options, const std::function<void(std::size_t block)>& progress = {});

} // namespace stavp::workloads
