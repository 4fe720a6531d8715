#pragma once

#include "workloads/series/recipe.h"
#include "workloads/series/training.h"

#include <filesystem>

namespace stavp::workloads::testing {

/// Stands in for the trainer where only the schedule matters: every step moves the weights a little towards fixed
/// targets, through the masks; a model is the better the nearer it is to them. Remembers what it was asked for.
class FakeTraining : public series::Training {
public:
    struct Call {
        Model start;
        TrainingPhase phase;
        Masking masking;
        Model result;
    };

    /// `microseconds` per step, for tests that interrupt it.
    explicit FakeTraining(unsigned microseconds = 0) : microseconds_(microseconds) {}

    Model initial_model() const override;
    std::vector<std::string> unpruned_by_default() const override { return {"head"}; }
    std::size_t training_samples() const override { return 640; }
    Model train(const Model& start, const TrainingPhase& phase, const Masking& masking,
                const std::function<bool(const StepReport&)>& report) const override;
    series::Score score(const Model& model, std::size_t samples) const override;

    mutable std::vector<Call> calls;

private:
    unsigned microseconds_;
};

/// A recipe of the fake task: M = 8 with N = 6, 4, 2, M = 4 with N = 2, 1; 5 steps each.
std::string fake_recipe(const std::string& more = "");

/// A folder of this test case, empty at its start.
std::filesystem::path fresh_folder();

/// All files below `folder` but host.json, with their bytes.
std::map<std::string, std::string> contents(const std::filesystem::path& folder);

} // namespace stavp::workloads::testing
