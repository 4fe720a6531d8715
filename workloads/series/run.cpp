#include "workloads/series/run.h"

#include "workloads/model/model_file.h"
#include "workloads/series/permute.h"
#include "workloads/series/sensitivity.h"
#include "workloads/series/store_names.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace stavp::workloads::series {

namespace {

using nlohmann::ordered_json;

/// More than N weights in a group of a layer that counts as N:M: an error of this program.
void require_patterns(const Model& model, const std::map<std::string, Pattern>& patterns) {
    for (const auto& [layer, pattern] : patterns) {
        const Parameter& weight = model.parameter(model.node(layer).weight);
        const std::size_t columns = weight.shape[1];
        for (std::size_t i = 0; i < weight.values.size(); i += columns)
            for (std::size_t c = 0; c < columns; c += pattern.m) {
                const auto begin = weight.values.begin() + static_cast<std::ptrdiff_t>(i + c);
                const auto end = begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(pattern.m, columns - c));
                const auto kept = std::count_if(begin, end, [](float value) { return value != 0; });
                if (kept > static_cast<std::ptrdiff_t>(pattern.n))
                    throw std::logic_error(fmt::format("layer {} is not {}", layer, to_string(pattern)));
            }
    }
}

class Run {
public:
    Run(const Recipe& recipe, const Training& training, Store& store, Observer& observer)
        : recipe_(recipe), training_(training), store_(store), observer_(observer),
          jobs_(plan(recipe, training.training_samples())) {}

    void all() {
        store_.expect(jobs_);
        std::vector<Job> left;
        for (const Job& job : jobs_)
            if (!store_.reached(job.id)) left.push_back(job);
        observer_.begin(left);
        for (const Job& job : jobs_) {
            if (!store_.reached(job.id)) make(job);
            if (job.method == Method::dense) report_sensitivity();
        }
        ordered_json rows = ordered_json::array();
        for (const Result& result : store_.results())
            rows.push_back(to_json(result));
        store_.write(summary_name, {{"schema", "stavp-series-1"},
                                    {"task", recipe_.task},
                                    {"seed", recipe_.seed},
                                    {"training_samples", training_.training_samples()},
                                    {"results", rows}});
    }

private:
    /// What a job leaves: the model to deploy, and for IDP the dense weights to go on from.
    struct Made {
        Model model;
        std::optional<Model> master;
    };

    void make(const Job& job) {
        if (!observer_.step(job, 0)) throw TrainingStopped("stopped");
        const auto start = std::chrono::steady_clock::now();
        try {
            Made made = job.pattern.dense() ? make_dense(job) : make_candidate(job);
            made.model.provenance["training"] = provenance(job);
            if (made.master) {
                made.master->provenance["training"] = provenance(job);
                store_.save_master(job.id, *made.master);
            }
            store_.save(job.id, made.model);
            const Score score = training_.score(made.model, 0);
            if (!std::isfinite(score.loss)) throw std::runtime_error("the test loss is not finite");
            const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            record_time(job, seconds.count());
            observer_.reached(store_.record({job, score, {}, {}}));
        } catch (const TrainingStopped&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(fmt::format("{}: {}", job.id, error.what()));
        }
    }

    Made make_dense(const Job& job) const {
        if (job.method == Method::dense_plus) {
            // As one stretch of the dense phase's kind, with the step's settings: what IDP had, without masks.
            return {train(job, store_.load("dense"), recipe_.idp.training, {}), std::nullopt};
        }
        Model start = recipe_.dense_from.empty() ? training_.initial_model() : load_model(recipe_.dense_from);
        if (job.steps == 0) return {std::move(start), std::nullopt};
        return {train(job, start, recipe_.dense.training, {}), std::nullopt};
    }

    Made make_candidate(const Job& job) const {
        const Model start = start_of(job);
        const auto patterns = layer_patterns(start, recipe_.rules(), job.pattern);
        Made made;
        switch (job.method) {
        case Method::idp:
        case Method::sr_ste: {
            Model master =
                train(job, start, recipe_.phase(job.method).training, {Masking::Rule::dynamic, patterns, {}});
            made.model = masked(master, patterns);
            if (job.method == Method::idp) made.master = std::move(master);
            break;
        }
        case Method::fixed: {
            Model permuted = start;
            ordered_json moved = ordered_json::object();
            if (recipe_.permutation)
                for (const PermutedLayer& layer : permute_channels(permuted, patterns, seed_of(job)))
                    moved[layer.layer] = {{"kept_before", layer.kept_before}, {"kept_after", layer.kept_after}};
            const auto masks = magnitude_masks(permuted, patterns);
            made.model = masked(train(job, permuted, recipe_.fixed.training, {Masking::Rule::fixed, patterns, masks}),
                                patterns, masks);
            if (recipe_.permutation) made.model.provenance["permutation"] = moved;
            break;
        }
        default:
            made.model = masked(start, patterns);
        }
        require_patterns(made.model, patterns);
        return made;
    }

    Model start_of(const Job& job) const {
        if (job.parent == "dense" || recipe_.inherit == Inherit::masked) return store_.load(job.parent);
        return store_.load_master(job.parent);
    }

    std::uint64_t seed_of(const Job& job) const { return phase_seed(recipe_.seed, job.m, job.place); }

    Model train(const Job& job, const Model& start, TrainingPhase phase, const Masking& masking) const {
        phase.steps = job.steps;
        phase.seed = seed_of(job);
        return training_.train(start, phase, masking,
                               [&](const StepReport& report) { return observer_.step(job, report.step); });
    }

    ordered_json provenance(const Job& job) const {
        return {{"method", to_string(job.method)},
                {"budget", to_string(job.budget)},
                {"pattern", to_string(job.pattern)},
                {"parent", job.parent},
                {"seed", recipe_.seed},
                {"phase_seed", seed_of(job)},
                {"steps", job.steps},
                {"lineage_steps", job.lineage_steps},
                {"series_steps", job.series_steps},
                {"task", recipe_.task},
                {"task_seed", recipe_.task_settings.seed},
                {"threads", recipe_.threads}};
    }

    void report_sensitivity() {
        if (recipe_.sensitivity.patterns.empty() || store_.has_file(sensitivity_name)) return;
        const auto report =
            measure_sensitivity(store_.load("dense"), recipe_, training_, [this](std::size_t done, std::size_t total) {
                return observer_.sensitivity(done, total);
            });
        store_.write(sensitivity_name, to_json(report, recipe_.sensitivity.samples));
    }

    /// The only file that two equal runs do not share.
    void record_time(const Job& job, double seconds) {
        ordered_json host = store_.has_file(host_name) ? store_.read(host_name) : ordered_json::object();
        host["seconds"][job.id] = seconds;
        store_.write(host_name, host);
    }

    const Recipe& recipe_;
    const Training& training_;
    Store& store_;
    Observer& observer_;
    std::vector<Job> jobs_;
};

} // namespace

void run(const Recipe& recipe, const Training& training, Store& store, Observer& observer) {
    Run(recipe, training, store, observer).all();
}

} // namespace stavp::workloads::series
