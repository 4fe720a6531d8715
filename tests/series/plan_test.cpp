#include "tests/series/fake_training.h"

#include "workloads/series/job.h"

#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

using testing::fake_recipe;

Job job(const std::string& id, const std::string& more = "") {
    for (const Job& candidate : plan(parse_recipe(fake_recipe(more), "r.yaml"), 640))
        if (candidate.id == id) return candidate;
    ADD_FAILURE() << "no job " << id;
    return {};
}

/// {steps, lineage steps, series steps}
std::vector<std::uint64_t> steps(const std::string& id) {
    const Job found = job(id);
    return {found.steps, found.lineage_steps, found.series_steps};
}

using Steps = std::vector<std::uint64_t>;

TEST(plan, idp_candidates_start_from_their_predecessor_and_baselines_from_the_dense_model) {
    EXPECT_EQ(job("dense").parent, "");
    EXPECT_EQ(job("idp/6of8").parent, "dense");
    EXPECT_EQ(job("idp/4of8").parent, "idp/6of8");
    EXPECT_EQ(job("idp/2of8").parent, "idp/4of8");
    EXPECT_EQ(job("idp/2of4").parent, "dense");
    for (const char* id : {"oneshot/2of8", "fixed-series/2of8", "sr-ste-candidate/2of8", "dense-plus/m8"})
        EXPECT_EQ(job(id).parent, "dense") << id;
}

TEST(plan, a_series_budget_costs_the_whole_series_what_idp_costs) {
    EXPECT_EQ(steps("idp/2of8"), (Steps{5, 15, 15}));
    EXPECT_EQ(steps("fixed-series/2of8"), (Steps{5, 5, 15}));
    EXPECT_EQ(steps("sr-ste-series/2of8"), (Steps{5, 5, 15}));
    EXPECT_EQ(steps("oneshot/2of8"), (Steps{0, 0, 0}));
}

TEST(plan, a_candidate_budget_gives_each_candidate_the_training_that_idp_had_until_then) {
    EXPECT_EQ(steps("fixed-candidate/6of8"), (Steps{5, 5, 5}));
    EXPECT_EQ(steps("fixed-candidate/4of8"), (Steps{10, 10, 15}));
    EXPECT_EQ(steps("sr-ste-candidate/2of8"), (Steps{15, 15, 30}));
    EXPECT_EQ(job("sr-ste-candidate/2of8").lineage_steps, job("idp/2of8").lineage_steps);
}

TEST(plan, dense_plus_trains_on_for_the_series_steps) {
    EXPECT_EQ(steps("dense-plus/m8"), (Steps{15, 15, 15}));
    EXPECT_EQ(steps("dense-plus/m4"), (Steps{10, 10, 10}));
    for (const Job& candidate : plan(parse_recipe(fake_recipe("dense_plus: false\n"), "r.yaml"), 640))
        EXPECT_NE(candidate.method, Method::dense_plus);
}

TEST(plan, epochs_become_steps_of_the_recipes_batch) {
    const std::string text = "task: {name: t}\ndense: {epochs: 2.5, batch: 64}\n"
                             "prune: {epochs_per_step: 0.5, batch: 128, series: [{m: 4}]}\nmethods: [idp]\n";
    const auto jobs = plan(parse_recipe(text, "r.yaml"), 640);
    EXPECT_EQ(jobs[0].steps, 25U); // 2.5 * 640 / 64
    EXPECT_EQ(jobs[1].steps, 3U);  // 0.5 * 640 / 128 = 2.5
    EXPECT_EQ(jobs.size(), 5U);    // dense, 3:4, 2:4, 1:4, dense-plus
}

TEST(plan, only_what_the_recipe_lists) {
    const auto jobs = plan(parse_recipe(fake_recipe("methods: [sr-ste, idp]\nbudgets: [series]\n"), "r.yaml"), 640);
    std::vector<std::string> ids;
    for (const Job& candidate : jobs)
        ids.push_back(candidate.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"dense", "idp/6of8", "idp/4of8", "idp/2of8", "sr-ste-series/6of8",
                                             "sr-ste-series/4of8", "sr-ste-series/2of8", "dense-plus/m8", "idp/2of4",
                                             "idp/1of4", "sr-ste-series/2of4", "sr-ste-series/1of4", "dense-plus/m4"}));
}

TEST(plan, warm_up_longer_than_the_phase_is_refused) {
    const Recipe recipe =
        parse_recipe("task: {name: t}\nprune:\n  steps_per_step: 5\n  warmup_steps: 5\n  series: [{m: 4}]\n", "r.yaml");
    try {
        plan(recipe, 640);
        FAIL();
    } catch (const RecipeError& error) {
        EXPECT_STREQ(error.what(), "r.yaml:4: prune.warmup_steps: 5 of 5 steps leave nothing to train");
    }
}

} // namespace
} // namespace stavp::workloads::series
