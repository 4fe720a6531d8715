#pragma once

#include "platform/sweep/engine.h"
#include "platform/sweep/slurm_arrays.h"
#include "platform/sweep/sweep_folder.h"

#include <string>
#include <vector>

namespace stavp::sweep {

/// Finds the rows that tasks elsewhere write. A task runs its points in order, so while it runs one look asks the file
/// system about one file per task, not per point.
class RowCollector {
public:
    /// `folder` and `sink` outlive the collector.
    RowCollector(const SweepFolder& folder, const RowSink& sink) : folder_(folder), sink_(sink) {}

    /// What is expected from now on, instead of what was before.
    void expect(const std::vector<SlurmArray>& arrays);
    /// Hands over the rows at the front of each task.
    void look();
    /// Hands over every row that is there.
    void look_at_all();
    /// Points without a row so far, in order.
    std::vector<std::string> missing() const;
    std::size_t handed_over() const { return handed_over_; }

private:
    bool hand_over(const std::string& id);

    const SweepFolder& folder_;
    const RowSink& sink_;
    std::vector<SlurmTask> tasks_; ///< what is left of each, last point first
    std::size_t handed_over_ = 0;
};

} // namespace stavp::sweep
