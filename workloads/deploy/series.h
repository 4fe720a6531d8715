#pragma once

#include "workloads/format/pattern.h"
#include "workloads/tasks/task.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stavp::workloads {

/// One model of a series: the dense one or a pruned one.
struct Candidate {
    std::string series; ///< name of its folder: METHOD or METHOD-BUDGET; "dense" for the dense model
    Pattern pattern;    ///< as the file is named; layers may have their own
    std::filesystem::path file;
    std::optional<double> float_accuracy; ///< as training noted it, over the whole test set

    /// "dense", "idp/2of8": also the path below a deployment's folder.
    std::string id() const;
};

/// What `nmprune idp` leaves in a folder.
struct SeriesFolder {
    std::string task;
    TaskSettings settings;
    std::vector<Candidate> candidates; ///< the dense model first, then by series and from N = M - 1 down
};

/// Reads FOLDER/recipe.yaml, the names of FOLDER/dense.safetensors and FOLDER/SERIES/NofM.safetensors, and the
/// accuracies in FOLDER/results.jsonl if it is there. Other files are passed over, dense-plus too: it is a control of
/// training, to the accelerator the same as dense. `only`: series to take; empty: all. Throws FormatError or
/// RecipeError, naming the file, for what is missing, damaged or not what results.jsonl speaks of, and for a series
/// asked for that is not there.
SeriesFolder read_series(const std::filesystem::path& folder, const std::vector<std::string>& only);

} // namespace stavp::workloads
