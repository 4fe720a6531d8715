#include "workloads/series/job.h"

#include <fmt/format.h>

namespace stavp::workloads::series {

namespace {

std::uint64_t steps_of(const Recipe& recipe, Method method, std::size_t samples) {
    const Phase& phase = recipe.phase(method);
    const std::uint64_t steps = step_count(phase, samples);
    if (steps > 0 && phase.training.warmup_steps >= steps) {
        const std::string section = method == Method::dense ? "dense" : "prune";
        recipe.refuse(section + ".warmup_steps",
                      fmt::format("{} of {} steps leave nothing to train", phase.training.warmup_steps, steps));
    }
    return steps;
}

std::string folder(Method method, Budget budget) {
    if (budget == Budget::none) return std::string(to_string(method));
    return fmt::format("{}-{}", to_string(method), to_string(budget));
}

void add_candidates(std::vector<Job>& jobs, const SeriesSettings& series, Method method, Budget budget,
                    std::uint64_t idp_step) {
    std::uint64_t series_steps = 0;
    std::string parent = "dense";
    for (std::uint64_t place = 1; place <= series.n.size(); ++place) {
        Job job;
        job.method = method;
        job.budget = budget;
        job.m = series.m;
        job.pattern = {series.n[place - 1], series.m};
        job.place = place;
        job.id = fmt::format("{}/{}of{}", folder(method, budget), job.pattern.n, job.m);
        job.steps = method == Method::oneshot ? 0 : budget == Budget::candidate ? place * idp_step : idp_step;
        job.lineage_steps = method == Method::idp ? place * idp_step : job.steps;
        job.series_steps = series_steps += job.steps;
        job.parent = parent;
        if (method == Method::idp) parent = job.id;
        jobs.push_back(std::move(job));
    }
}

void add_dense_plus(std::vector<Job>& jobs, const SeriesSettings& series, std::uint64_t idp_step) {
    Job job;
    job.id = fmt::format("dense-plus/m{}", series.m);
    job.method = Method::dense_plus;
    job.m = series.m;
    job.place = series.n.size();
    job.steps = job.lineage_steps = job.series_steps = series.n.size() * idp_step;
    job.parent = "dense";
    jobs.push_back(std::move(job));
}

} // namespace

std::vector<Job> plan(const Recipe& recipe, std::size_t training_samples) {
    std::vector<Job> jobs(1);
    jobs[0].id = "dense";
    jobs[0].steps = jobs[0].lineage_steps = jobs[0].series_steps = steps_of(recipe, Method::dense, training_samples);
    for (const Method method : recipe.methods)
        steps_of(recipe, method, training_samples);
    // One step of IDP is the unit of every budget; a batch of another size does not change the number of steps.
    const std::uint64_t idp_step = step_count(recipe.idp, training_samples);
    for (const SeriesSettings& series : recipe.series) {
        for (const Method method : recipe.methods) {
            if (!has_budgets(method))
                add_candidates(jobs, series, method, Budget::none, idp_step);
            else
                for (const Budget budget : recipe.budgets)
                    add_candidates(jobs, series, method, budget, idp_step);
        }
        if (recipe.dense_plus) add_dense_plus(jobs, series, idp_step);
    }
    return jobs;
}

} // namespace stavp::workloads::series
