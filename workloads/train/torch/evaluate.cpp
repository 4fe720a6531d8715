#include "workloads/train/torch/blas_threads.h"
#include "workloads/train/torch/weights.h"
#include "workloads/train/torch/worker_team.h"

#include <algorithm>
#include <numeric>

namespace stavp::workloads {

namespace {

constexpr std::size_t samples_per_batch = 64;

/// Sum over the samples of score(logits [sequences, classes], indices), in a fixed order of batches.
double sum_over(const Model& model, const Task& task, const Samples& samples, unsigned threads,
                const std::function<double(const at::Tensor&, const Batch&)>& score) {
    const Graph graph(model, task.classes());
    check_samples(model, samples, task.classes());
    WorkerTeam team(threads, compute_in_this_thread);
    const GraphWeights weights{weight_tensors(model), {}};
    std::vector<std::size_t> indices(samples.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    std::vector<double> scores((samples.size() + samples_per_batch - 1) / samples_per_batch);
    team.each(scores.size(), [&](std::size_t i) {
        const at::NoGradGuard no_grad;
        const std::size_t first = i * samples_per_batch;
        const std::size_t count = std::min(samples_per_batch, samples.size() - first);
        const Batch batch = make_batch(samples, std::span<const std::size_t>(indices).subspan(first, count));
        scores[i] = score(graph.logits(weights, batch).contiguous(), batch);
    });
    return std::accumulate(scores.begin(), scores.end(), 0.0);
}

double mean(double sum, const Samples& samples) {
    return samples.size() == 0 ? 0 : sum / static_cast<double>(samples.size());
}

} // namespace

double Trainer::accuracy(const Model& model, const Task& task, const Samples& samples, unsigned threads) {
    const auto right_answers = [&task](const at::Tensor& logits, const Batch& batch) {
        const std::span values(logits.data_ptr<float>(), static_cast<std::size_t>(logits.numel()));
        const auto* labels = batch.labels.data_ptr<std::int64_t>();
        const std::size_t classes = task.classes();
        std::size_t right = 0;
        for (std::size_t i = 0; i * classes < values.size(); ++i)
            right += task.correct(values.subspan(i * classes, classes), static_cast<std::uint32_t>(labels[i])) ? 1 : 0;
        return static_cast<double>(right);
    };
    return mean(sum_over(model, task, samples, threads, right_answers), samples);
}

double Trainer::loss(const Model& model, const Task& task, const Samples& samples, unsigned threads) {
    const auto cross_entropy = [](const at::Tensor& logits, const Batch& batch) {
        return at::cross_entropy_loss(logits, batch.labels, {}, at::Reduction::Sum).item<double>();
    };
    return mean(sum_over(model, task, samples, threads, cross_entropy), samples);
}

} // namespace stavp::workloads
