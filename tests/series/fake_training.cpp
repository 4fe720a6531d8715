#include "tests/series/fake_training.h"

#include "tests/pack/tiny_model.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <thread>

namespace stavp::workloads::testing {

namespace {

constexpr std::uint64_t target_seed = 99;

} // namespace

Model FakeTraining::initial_model() const {
    Model model = tiny_model();
    model.provenance = {{"source", "fake"}};
    return model;
}

Model FakeTraining::train(const Model& start, const TrainingPhase& phase, const Masking& masking,
                          const std::function<bool(const StepReport&)>& report) const {
    static const Model target = tiny_model(target_seed);
    Model model = start;
    Noise noise(phase.seed);
    for (std::uint64_t step = 1; step <= phase.steps; ++step) {
        const Model effective = masking.rule == Masking::Rule::fixed
                                    ? series::masked(model, masking.patterns, masking.masks)
                                    : series::masked(model, masking.patterns);
        for (auto& [name, parameter] : model.parameters)
            for (std::size_t i = 0; i < parameter.values.size(); ++i)
                parameter.values[i] +=
                    static_cast<float>(phase.learning_rate) *
                    (target.parameter(name).values[i] - effective.parameter(name).values[i] + 0.01F * noise.next());
        if (masking.rule == Masking::Rule::fixed) model = series::masked(model, masking.patterns, masking.masks);
        for (Node& node : model.nodes)
            node.pattern = {};
        std::this_thread::sleep_for(std::chrono::microseconds(microseconds_));
        if (report && !report({step, 1.0 / static_cast<double>(step)})) throw TrainingStopped("stopped");
    }
    calls.push_back({start, phase, masking, model});
    return model;
}

series::Score FakeTraining::score(const Model& model, std::size_t samples) const {
    static const Model target = tiny_model(target_seed);
    double distance = 0;
    for (const auto& [name, parameter] : model.parameters)
        for (std::size_t i = 0; i < parameter.values.size(); ++i)
            distance += std::pow(target.parameter(name).values[i] - parameter.values[i], 2);
    return {1 / (1 + distance), distance + static_cast<double>(samples)};
}

std::string fake_recipe(const std::string& more) {
    return "task: {name: fake}\n"
           "seed: 3\n"
           "dense: {steps: 5, learning_rate: 0.1}\n"
           "prune:\n"
           "  steps_per_step: 5\n"
           "  learning_rate: 0.05\n"
           "  series:\n"
           "    - {m: 8, n: [6, 4, 2]}\n"
           "    - {m: 4, from: 2}\n" +
           more;
}

std::filesystem::path fresh_folder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    auto folder = std::filesystem::path(::testing::TempDir()) /
                  ("stavp_series_" + std::string(test->test_suite_name()) + "_" + test->name());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.path().filename() == "host.json") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files[entry.path().lexically_relative(folder).string()] = {std::istreambuf_iterator<char>(in),
                                                                   std::istreambuf_iterator<char>()};
    }
    return files;
}

} // namespace stavp::workloads::testing
