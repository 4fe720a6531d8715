#include "workloads/train/idp/task_training.h"

namespace stavp::workloads::series {

namespace {

class TaskTraining : public Training {
public:
    TaskTraining(std::unique_ptr<Task> task, unsigned threads) : task_(std::move(task)), threads_(threads) {}

    Model initial_model() const override { return task_->initial_model(); }
    std::vector<std::string> unpruned_by_default() const override { return task_->unpruned_by_default(); }
    std::size_t training_samples() const override { return task_->training().size(); }

    Model train(const Model& start, const TrainingPhase& phase, const Masking& masking,
                const std::function<bool(const StepReport&)>& report) const override {
        Model dense = start;
        for (Node& node : dense.nodes)
            node.pattern = {};
        Trainer trainer(dense, *task_, threads_);
        trainer.train(phase, masking, report);
        return trainer.master();
    }

    Score score(const Model& model, std::size_t samples) const override {
        const Samples& all = task_->test();
        if (samples == 0 || samples >= all.size()) return score_of(model, all);
        Samples first;
        first.inputs.assign(all.inputs.begin(), all.inputs.begin() + static_cast<std::ptrdiff_t>(samples));
        first.labels.assign(all.labels.begin(), all.labels.begin() + static_cast<std::ptrdiff_t>(samples));
        return score_of(model, first);
    }

private:
    Score score_of(const Model& model, const Samples& samples) const {
        return {Trainer::accuracy(model, *task_, samples, threads_), Trainer::loss(model, *task_, samples, threads_)};
    }

    std::unique_ptr<Task> task_;
    unsigned threads_;
};

} // namespace

std::unique_ptr<Training> make_training(std::unique_ptr<Task> task, unsigned threads) {
    return std::make_unique<TaskTraining>(std::move(task), threads);
}

std::unique_ptr<Training> make_task_training(const Recipe& recipe) {
    return make_training(make_task(recipe.task, recipe.task_settings), recipe.threads);
}

} // namespace stavp::workloads::series
