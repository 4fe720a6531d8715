#pragma once

#include "workloads/float/sequence.h"
#include "workloads/model/model.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// Labelled sequences; labels[i] < Task::classes() belongs to inputs[i].
struct Samples {
    std::vector<Sequence> inputs;
    std::vector<std::uint32_t> labels;
    std::size_t size() const { return labels.size(); }
};

/// What a task needs to know before it reads its data.
struct TaskSettings {
    /// Of splits and initial weights, where the task has no official ones.
    std::uint64_t seed = 1;
    /// Upper bounds on samples; 0: all. The first ones of the (seeded) order are taken.
    std::size_t training_samples = 0;
    std::size_t test_samples = 0;
    /// Longest sequence in rows; longer ones are cut. 0: what the model takes.
    std::uint32_t max_rows = 0;
    /// Key/value pairs of the recipe that only this task understands (paths, sizes of the model); unknown keys throw.
    std::vector<std::pair<std::string, std::string>> options;
};

/// Something to train for: data, a model and what counts as right. One file implements one task.
class Task {
public:
    virtual ~Task() = default;
    virtual std::uint32_t classes() const = 0;
    virtual const Samples& training() const = 0;
    virtual const Samples& test() const = 0;
    /// The model before training: random or imported weights; its output is one row of `classes` logits.
    virtual Model initial_model() const = 0;
    /// gemm nodes that the pruner leaves alone unless the recipe says otherwise.
    virtual std::vector<std::string> unpruned_by_default() const = 0;
    /// Parameters that training leaves as they are (an embedding that the host looks up, say).
    virtual std::vector<std::string> frozen_parameters() const { return {}; }
    /// Whether `logits` (classes of them) are right for `label`. Default: the greatest wins, ties to the lower index.
    virtual bool correct(std::span<const float> logits, std::uint32_t label) const;
};

/// Names that make_task() knows.
std::vector<std::string> task_names();
/// Reads the data at once. Throws std::invalid_argument for an unknown task or option, FormatError for missing or
/// damaged data (naming the file and, where it helps, the Debian package it comes from).
std::unique_ptr<Task> make_task(std::string_view name, const TaskSettings& settings);

} // namespace stavp::workloads
