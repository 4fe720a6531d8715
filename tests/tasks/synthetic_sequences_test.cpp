#include "tests/tasks/support.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <limits>

namespace stavp::workloads {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using testing::settings_of;

std::unique_ptr<Task> synthetic(std::uint64_t seed, std::vector<std::pair<std::string, std::string>> options = {}) {
    return make_task("synthetic-sequences", settings_of(seed, std::move(options)));
}

const Matrix& rows_of(const Samples& samples, std::size_t index) {
    return std::get<Matrix>(samples.inputs.at(index));
}

std::size_t right(const Task& task, const Model& model, std::size_t samples) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < samples; ++i)
        count += task.correct(forward(model, task.test().inputs[i]).values, task.test().labels[i]) ? 1 : 0;
    return count;
}

TEST(synthetic_sequences, are_those_that_a_second_implementation_computes) {
    const auto reference = testing::expected("synthetic");
    const auto task = synthetic(reference.at("seed").get<std::uint64_t>());
    const auto compare = [](const Matrix& x, const nlohmann::json& entry) {
        EXPECT_EQ(x.rows, entry.at("rows").get<std::size_t>());
        EXPECT_EQ(x.values, entry.at("values").get<std::vector<float>>());
    };
    compare(rows_of(task->training(), 3), reference.at("training 3"));
    compare(rows_of(task->test(), 0), reference.at("test 0"));
}

TEST(synthetic_sequences, have_equally_frequent_classes_and_half_to_all_of_the_rows) {
    const auto task = synthetic(1, {{"classes", "4"}, {"rows", "10"}, {"columns", "5"}});
    EXPECT_EQ(task->classes(), 4U);
    EXPECT_EQ(task->training().size(), 2048U);
    EXPECT_EQ(task->test().size(), 512U);
    std::vector<std::size_t> classes(4);
    std::vector<std::size_t> lengths(11);
    for (std::size_t i = 0; i < task->test().size(); ++i) {
        ++classes[task->test().labels[i]];
        ++lengths.at(rows_of(task->test(), i).rows);
        EXPECT_EQ(rows_of(task->test(), i).cols, 5U);
    }
    EXPECT_THAT(classes, Each(128U));
    EXPECT_EQ(std::count(lengths.begin(), lengths.begin() + 5, 0U), 5);
    EXPECT_THAT(std::vector(lengths.begin() + 5, lengths.end()), Each(::testing::Gt(40U)));
}

TEST(synthetic_sequences, keep_to_the_bounds_of_the_settings) {
    TaskSettings settings = settings_of(1);
    settings.training_samples = 5;
    settings.test_samples = 3;
    settings.max_rows = 7;
    const auto task = make_task("synthetic-sequences", settings);
    EXPECT_EQ(task->training().size(), 5U);
    EXPECT_EQ(task->test().size(), 3U);
    EXPECT_EQ(task->initial_model().nodes.front().max_tokens, 7U);
    for (const Sequence& sequence : task->training().inputs)
        EXPECT_LE(row_count(sequence), 7U);
    settings.max_rows = 5;
    EXPECT_EQ(testing::complaint<std::invalid_argument>([&] { make_task("synthetic-sequences", settings); }),
              "task synthetic-sequences: max_rows: 5 rows are too few, 6 the least");
}

TEST(synthetic_sequences, without_noise_are_a_motif_and_zeros) {
    const auto task = synthetic(1, {{"noise_percent", "0"}, {"columns", "2"}});
    const auto motif = [&](std::size_t index) {
        std::vector<float> values = rows_of(task->training(), index).values;
        std::erase(values, 0.0F);
        return values;
    };
    EXPECT_EQ(motif(3).size(), 6U);
    EXPECT_EQ(motif(3), motif(11)); // both of class 3
    EXPECT_NE(motif(3), motif(4));
}

// A second classifier, which is given the motifs by the noiseless task: where in the sequence does one fit best? What
// can be learned is in the data, in both halves alike.
TEST(synthetic_sequences, can_be_told_apart) {
    const auto task = synthetic(1);
    const auto clean = synthetic(1, {{"noise_percent", "0"}});
    std::vector<std::vector<float>> motifs(task->classes());
    for (std::size_t i = 0; i < motifs.size(); ++i) {
        std::vector<float> values = rows_of(clean->training(), i).values;
        const auto used = [](float value) { return value != 0; };
        const auto begin = (std::find_if(values.begin(), values.end(), used) - values.begin()) / 8 * 8;
        motifs[i].assign(values.begin() + begin, values.begin() + begin + 24);
    }
    std::size_t correct = 0;
    for (std::size_t i = 0; i < task->test().size(); ++i) {
        const std::vector<float>& x = rows_of(task->test(), i).values;
        std::pair best{std::numeric_limits<float>::max(), std::size_t{0}};
        for (std::size_t label = 0; label < motifs.size(); ++label) {
            for (std::size_t start = 0; start + 24 <= x.size(); start += 8) {
                float distance = 0;
                for (std::size_t k = 0; k < 24; ++k)
                    distance += (x[start + k] - motifs[label][k]) * (x[start + k] - motifs[label][k]);
                best = std::min(best, std::pair(distance, label));
            }
        }
        correct += best.second == task->test().labels[i] ? 1 : 0;
    }
    EXPECT_GT(correct, 500U) << "of 512";
}

TEST(synthetic_sequences, are_guessed_at_chance_before_training) {
    double share = 0;
    for (const std::uint64_t seed : {1, 2, 3, 4}) {
        const auto task = synthetic(seed);
        share += static_cast<double>(right(*task, task->initial_model(), 512)) / 512 / 4;
    }
    EXPECT_NEAR(share, 0.125, 0.04);
}

TEST(synthetic_sequences, leave_embedding_and_head_unpruned) {
    EXPECT_THAT(synthetic(1)->unpruned_by_default(), ElementsAre("embed", "head"));
}

} // namespace
} // namespace stavp::workloads
