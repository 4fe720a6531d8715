#include "tests/series/fake_training.h"

#include "tests/pack/tiny_model.h"
#include "workloads/model/model_file.h"
#include "workloads/prune/oneshot.h"
#include "workloads/series/run.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

using testing::fake_recipe;
using testing::FakeTraining;

class Quiet : public Observer {
public:
    void begin(const std::vector<Job>&) override {}
    bool step(const Job&, std::uint64_t) override { return true; }
    void reached(const Result&) override {}
    bool sensitivity(std::size_t, std::size_t) override { return true; }
};

/// A whole series of the fake task.
struct Ran {
    explicit Ran(const std::string& more = "", const std::string& text = "") {
        Recipe recipe = parse_recipe(text.empty() ? fake_recipe(more) : text, "r.yaml");
        resolve(recipe, training.initial_model(), training.unpruned_by_default());
        Store store(folder, effective_recipe(recipe), Existing::refuse);
        Quiet quiet;
        run(recipe, training, store, quiet);
        results = store.results();
    }

    Model load(const std::string& id) const { return load_model(folder / (id + ".safetensors")); }

    /// The training that led to `id`, found by its result.
    FakeTraining::Call call(const std::string& id) const {
        const Model model = load(id);
        const std::string master = id + ".master";
        const bool has_master = std::filesystem::exists(folder / (master + ".safetensors"));
        const Model reached = has_master ? load(master) : model;
        const auto& values = reached.parameter("qkv.weight").values;
        for (const FakeTraining::Call& candidate : training.calls) {
            const Model compared = has_master || candidate.masking.patterns.empty()
                                       ? candidate.result
                                       : masked(candidate.result, candidate.masking.patterns, candidate.masking.masks);
            if (compared.parameter("qkv.weight").values == values) return candidate;
        }
        ADD_FAILURE() << "nothing trained " << id;
        return {};
    }

    std::filesystem::path folder = testing::fresh_folder();
    FakeTraining training;
    std::vector<Result> results;
};

const std::vector<float>& qkv(const Model& model) {
    return model.parameter("qkv.weight").values;
}

/// Most non-zeros in a group of M along a row.
std::uint32_t densest_group(const Parameter& weight, std::size_t m) {
    std::uint32_t most = 0;
    const std::size_t columns = weight.shape[1];
    for (std::size_t row = 0; row < weight.shape[0]; ++row)
        for (std::size_t group = 0; group < columns; group += m) {
            std::uint32_t found = 0;
            for (std::size_t c = group; c < std::min(group + m, columns); ++c)
                found += weight.values[row * columns + c] != 0 ? 1 : 0;
            most = std::max(most, found);
        }
    return most;
}

TEST(run, every_candidate_is_exactly_n_of_m_in_each_pruned_layer_and_dense_elsewhere) {
    const Ran ran("fixed: {permutation: true}\n");
    std::size_t candidates = 0;
    for (const Result& result : ran.results) {
        if (result.job.pattern.dense()) continue;
        ++candidates;
        const Model model = ran.load(result.job.id);
        for (const Node& node : model.nodes) {
            if (node.op != Op::gemm) continue;
            const Parameter& weight = model.parameter(node.weight);
            if (node.name == "head") {
                EXPECT_TRUE(node.pattern.dense());
                EXPECT_GT(densest_group(weight, 8), 6U);
            } else {
                EXPECT_EQ(node.pattern, result.job.pattern) << result.job.id;
                EXPECT_EQ(densest_group(weight, result.job.m), result.job.pattern.n) << result.job.id << node.name;
            }
        }
    }
    EXPECT_EQ(candidates, 5U * (1 + 1 + 2 + 2));
}

TEST(run, idp_starts_each_candidate_from_its_predecessors_dense_master_weights) {
    const Ran ran;
    EXPECT_EQ(qkv(ran.call("idp/6of8").start), qkv(ran.load("dense")));
    EXPECT_EQ(qkv(ran.call("idp/4of8").start), qkv(ran.load("idp/6of8.master")));
    EXPECT_EQ(qkv(ran.call("idp/2of8").start), qkv(ran.load("idp/4of8.master")));
    EXPECT_EQ(qkv(ran.call("idp/2of4").start), qkv(ran.load("dense")));
    // The master keeps what the candidate lost.
    EXPECT_EQ(densest_group(ran.load("idp/2of8.master").parameter("qkv.weight"), 8), 8U);
    EXPECT_EQ(qkv(masked(ran.load("idp/2of8.master"), {{"qkv", {2, 8}}})), qkv(ran.load("idp/2of8")));
}

TEST(run, masked_inheritance_starts_from_the_candidate_itself) {
    const Ran ran("idp: {inherit: masked}\n");
    EXPECT_EQ(qkv(ran.call("idp/4of8").start), qkv(ran.load("idp/6of8")));
    EXPECT_EQ(densest_group(ran.call("idp/2of8").start.parameter("qkv.weight"), 8), 4U);
}

TEST(run, each_method_trains_by_its_own_rule) {
    const Ran ran("idp: {sr_ste_decay: 1e-3}\nsr-ste: {sr_ste_decay: 2e-3}\n");
    const auto idp = ran.call("idp/2of8");
    EXPECT_EQ(idp.masking.rule, Masking::Rule::dynamic);
    EXPECT_EQ(idp.phase.sr_ste_decay, 1e-3);
    EXPECT_EQ(idp.phase.steps, 5U);
    const auto sr_ste = ran.call("sr-ste-candidate/2of8");
    EXPECT_EQ(sr_ste.masking.rule, Masking::Rule::dynamic);
    EXPECT_EQ(sr_ste.phase.sr_ste_decay, 2e-3);
    EXPECT_EQ(sr_ste.phase.steps, 15U);
    EXPECT_EQ(qkv(sr_ste.start), qkv(ran.load("dense")));
    const auto fixed = ran.call("fixed-series/2of8");
    EXPECT_EQ(fixed.masking.rule, Masking::Rule::fixed);
    EXPECT_EQ(fixed.phase.sr_ste_decay, 0);
    EXPECT_EQ(fixed.masking.masks.at("qkv"), magnitude_mask(qkv(ran.load("dense")), 24, {2, 8}));
    for (const auto& call : {idp, sr_ste, fixed}) {
        EXPECT_EQ(call.masking.patterns.at("qkv"), (Pattern{2, 8}));
        EXPECT_FALSE(call.masking.patterns.contains("head"));
    }
    const auto dense_plus = ran.call("dense-plus/m8");
    EXPECT_TRUE(dense_plus.masking.patterns.empty());
    EXPECT_EQ(dense_plus.phase.steps, 15U);
}

TEST(run, oneshot_prunes_the_dense_model_without_training) {
    const Ran ran;
    Model pruned = ran.load("dense");
    prune_oneshot(pruned, {2, 8}, {"head"});
    EXPECT_EQ(qkv(ran.load("oneshot/2of8")), qkv(pruned));
}

TEST(run, fixed_with_permutation_starts_from_the_same_function_in_another_order) {
    const Ran ran("fixed: {permutation: true}\n");
    const Model dense = ran.load("dense");
    const Model start = ran.call("fixed-series/2of8").start;
    auto before = dense.parameter("ffn2.weight").values;
    auto after = start.parameter("ffn2.weight").values;
    EXPECT_NE(before, after);
    std::ranges::sort(before);
    std::ranges::sort(after);
    EXPECT_EQ(before, after);
    const auto moved = ran.load("fixed-series/2of8").provenance.at("permutation").at("ffn2");
    EXPECT_GT(moved.at("kept_after").get<double>(), moved.at("kept_before").get<double>());
}

TEST(run, the_kth_candidates_of_all_methods_see_the_same_order_of_samples) {
    const Ran ran;
    EXPECT_EQ(ran.call("idp/4of8").phase.seed, ran.call("sr-ste-series/4of8").phase.seed);
    EXPECT_EQ(ran.call("idp/4of8").phase.seed, ran.call("fixed-candidate/4of8").phase.seed);
    EXPECT_NE(ran.call("idp/4of8").phase.seed, ran.call("idp/2of8").phase.seed);
    EXPECT_NE(ran.call("idp/4of8").phase.seed, ran.call("idp/2of4").phase.seed);
}

TEST(run, layers_have_their_own_patterns) {
    const Ran ran("", "task: {name: fake}\ndense: {steps: 2}\nmethods: [idp]\ndense_plus: false\n"
                      "prune: {steps_per_step: 2, series: [{m: 8, n: [2]}], exclude: [output], "
                      "layers: {qkv: \"2:4\", ffn1: {min_n: 5}, head: \"4:8\"}}\n");
    const Model model = ran.load("idp/2of8");
    EXPECT_EQ(model.node("qkv").pattern, (Pattern{2, 4}));
    EXPECT_EQ(densest_group(model.parameter("qkv.weight"), 4), 2U);
    EXPECT_EQ(densest_group(model.parameter("ffn1.weight"), 8), 5U);
    EXPECT_EQ(densest_group(model.parameter("head.weight"), 8), 4U);
    EXPECT_EQ(densest_group(model.parameter("ffn2.weight"), 8), 2U);
    EXPECT_TRUE(model.node("output").pattern.dense());
    EXPECT_EQ(densest_group(model.parameter("output.weight"), 8), 8U);
}

TEST(run, every_candidate_tells_where_it_comes_from) {
    const Ran ran;
    const auto provenance = ran.load("idp/2of8").provenance;
    EXPECT_EQ(provenance.at("source"), "fake");
    const auto& training = provenance.at("training");
    EXPECT_EQ(training.at("method"), "idp");
    EXPECT_EQ(training.at("pattern"), "2:8");
    EXPECT_EQ(training.at("parent"), "idp/4of8");
    EXPECT_EQ(training.at("seed"), 3);
    EXPECT_EQ(training.at("steps"), 5);
    EXPECT_EQ(training.at("lineage_steps"), 15);
}

TEST(run, the_dense_model_may_come_from_a_file) {
    const auto folder = testing::fresh_folder();
    Model model = testing::tiny_model(42);
    save_model(folder / "given.safetensors", model);
    FakeTraining training;
    Recipe recipe = parse_recipe("task: {name: fake}\ndense: {from: " + (folder / "given.safetensors").string() +
                                     "}\nmethods: [oneshot]\ndense_plus: false\nprune: {series: [{m: 4, n: [2]}]}\n",
                                 "r.yaml");
    resolve(recipe, training.initial_model(), training.unpruned_by_default());
    Store store(folder / "out", effective_recipe(recipe), Existing::refuse);
    Quiet quiet;
    run(recipe, training, store, quiet);
    EXPECT_TRUE(training.calls.empty());
    EXPECT_EQ(qkv(load_model(folder / "out" / "dense.safetensors")), qkv(model));
}

} // namespace
} // namespace stavp::workloads::series
