#include "tests/import/tiny_package.h"
#include "tests/import/use_lite_package.h"
#include "tests/tasks/gloss_file.h"
#include "workloads/format/image.h"
#include "workloads/import/use_lite.h"
#include "workloads/tasks/gloss_split.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const fs::path installed = "/usr/share/wordnet/data.noun";

/// Forty definitions of one to forty letters 'a' and an untrained encoder of 12 columns.
class TinyWordnet : public ::testing::Test {
protected:
    fs::path folder = testing::fresh_folder("wordnet");
    TaskSettings settings = testing::settings_of(
        1, {{"data", (folder / "data.noun").string()}, {"package", package().string()}, {"verify", "no"}});

    static fs::path package() { return testing::TinyPackage().write("tasks_tiny_package"); }

    void SetUp() override {
        testing::GlossFile file;
        for (int i = 1; i <= 40; ++i)
            file.add(fmt::format("{:02} n 01 lemma 0 000 |", 3 + i % 26),
                     fmt::format(" {:a<{}}; \"an example\"  ", "", i));
        testing::write_text(folder / "data.noun", file.text());
    }
    std::unique_ptr<Task> task() const { return make_task("wordnet-use-lite", settings); }
};

TEST_F(TinyWordnet, gives_tokens_of_definitions_and_the_class_of_their_file) {
    const auto wordnet = task();
    EXPECT_EQ(wordnet->classes(), 26U);
    ASSERT_EQ(wordnet->training().size(), 36U);
    ASSERT_EQ(wordnet->test().size(), 4U);
    for (std::size_t s = 0; s < 36; ++s) {
        const auto& ids = std::get<TokenIds>(wordnet->training().inputs[s]);
        EXPECT_EQ(ids.front(), 6U); // U+2581 before the text
        for (std::size_t t = 1; t < ids.size(); ++t)
            EXPECT_EQ(ids[t], 7U); // 'a'
        const auto label = wordnet->training().labels[s];
        if (ids.size() < 32) { // as many tokens as letters, and one
            EXPECT_EQ(label, (ids.size() - 1) % 26);
        } else {
            EXPECT_EQ(ids.size(), 32U);
        }
    }
}

TEST_F(TinyWordnet, cuts_to_the_rows_asked_for_in_data_and_model) {
    settings.max_rows = 5;
    settings.training_samples = 10;
    settings.test_samples = 2;
    const auto wordnet = task();
    EXPECT_EQ(wordnet->training().size(), 10U);
    EXPECT_EQ(wordnet->test().size(), 2U);
    EXPECT_EQ(wordnet->initial_model().nodes.front().max_tokens, 5U);
    for (const Sequence& sequence : wordnet->training().inputs)
        EXPECT_LE(row_count(sequence), 5U);
    settings.max_rows = 129;
    EXPECT_EQ(testing::complaint<std::invalid_argument>([&] { task(); }),
              "task wordnet-use-lite: max_rows: the encoder takes 128 at most");
}

TEST_F(TinyWordnet, adds_a_classifier_to_the_whole_encoder) {
    const auto wordnet = task();
    const Model model = wordnet->initial_model();
    const Model encoder = import_use_lite(package(), nullptr);
    std::vector<std::string> names = testing::node_names(encoder);
    names.emplace_back("classifier");
    EXPECT_EQ(testing::node_names(model), names);
    EXPECT_THAT(model.output().inputs, ElementsAre("head.tanh"));
    EXPECT_EQ(infer_columns(model).at("classifier"), 26U);
    EXPECT_THAT(wordnet->unpruned_by_default(), ElementsAre("classifier"));
    EXPECT_THAT(wordnet->frozen_parameters(), ElementsAre("embedding.table", "embedding.inverse_timescales"));
    for (const std::string& name : wordnet->frozen_parameters())
        EXPECT_EQ(model.parameter(name).values, encoder.parameter(name).values);

    // Its logits are the classifier's product with what the encoder computes.
    const Sequence& sequence = wordnet->test().inputs.front();
    const std::vector<float> embedding = forward(encoder, sequence).values;
    const std::vector<float> logits = forward(model, sequence).values;
    ASSERT_EQ(logits.size(), 26U);
    for (std::size_t o = 0; o < 26; ++o) {
        double sum = 0;
        for (std::size_t i = 0; i < embedding.size(); ++i)
            sum += model.parameter("classifier.weight").values[o * embedding.size() + i] * embedding[i];
        EXPECT_NEAR(logits[o], sum, 1e-5);
    }
}

TEST_F(TinyWordnet, seeds_shape_split_and_classifier) {
    const auto one = task();
    const auto again = task();
    settings.seed = 2;
    const auto other = task();
    EXPECT_EQ(one->training().labels, again->training().labels);
    EXPECT_NE(one->training().labels, other->training().labels);
    const auto classifier = [](const Task& t) { return t.initial_model().parameter("classifier.weight").values; };
    EXPECT_EQ(classifier(*one), classifier(*again));
    EXPECT_NE(classifier(*one), classifier(*other));
}

TEST_F(TinyWordnet, says_where_missing_data_and_a_missing_encoder_come_from) {
    fs::remove(folder / "data.noun");
    EXPECT_EQ(testing::complaint<FormatError>([&] { task(); }),
              (folder / "data.noun").string() +
                  ": cannot be read: No such file or directory (Debian package wordnet-base)");
    settings.options = {{"package", (folder / "nowhere.tgz").string()}};
    EXPECT_EQ(testing::complaint<FormatError>([&] { task(); }),
              (folder / "nowhere.tgz").string() + ": no such file or folder");
    settings.options = {{"package", ""}};
    EXPECT_THAT(testing::complaint<FormatError>([&] { task(); }), HasSubstr("scripts/fetch-use-lite.sh"));
}

class Wordnet : public ::testing::Test {
protected:
    nlohmann::json reference = testing::expected("wordnet");
    void SetUp() override {
        if (!fs::exists(installed)) GTEST_SKIP() << "install the Debian package wordnet-base";
    }
};

TEST_F(Wordnet, has_the_definitions_and_the_split_that_a_second_implementation_computes) {
    const auto definitions = read_noun_definitions(installed, "package");
    EXPECT_EQ(definitions.size(), reference.at("synsets").get<std::size_t>());
    const GlossSplit split = split_definitions(definitions, reference.at("seed").get<std::uint64_t>());
    EXPECT_EQ(split.test.size(), reference.at("test").get<std::size_t>());
    EXPECT_EQ(split.test.size() + split.training.size(), reference.at("definitions").get<std::size_t>());
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(definitions[split.test[i]].text, reference.at("first_of_test")[i].get<std::string>());
        EXPECT_EQ(definitions[split.training[i]].text, reference.at("first_of_training")[i].get<std::string>());
    }
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const std::size_t index : split.test)
        for (const char c : definitions[index].text + "\n")
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    EXPECT_EQ(fmt::format("{:016x}", hash), reference.at("fnv1a_of_test").get<std::string>());
}

TEST_F(Wordnet, has_the_documented_classes_and_majority) {
    const auto definitions = read_noun_definitions(installed, "package");
    const GlossSplit split = split_definitions(definitions, 1);
    std::vector<std::size_t> classes(noun_files);
    std::set<std::string_view> test_texts;
    for (const std::size_t index : split.test) {
        ++classes.at(definitions[index].noun_file);
        test_texts.insert(definitions[index].text);
    }
    EXPECT_EQ(test_texts.size(), split.test.size());
    for (const std::size_t index : split.training) {
        ++classes.at(definitions[index].noun_file);
        EXPECT_FALSE(test_texts.contains(definitions[index].text)) << definitions[index].text;
    }
    EXPECT_EQ(classes, reference.at("per_class").get<std::vector<std::size_t>>());
    const auto majority = static_cast<double>(*std::max_element(classes.begin(), classes.end()));
    EXPECT_NEAR(majority / static_cast<double>(split.test.size() + split.training.size()), 0.142, 0.0005);
}

TEST_F(Wordnet, has_no_quotes_in_its_definitions) {
    for (const Definition& definition : read_noun_definitions(installed, "package"))
        EXPECT_EQ(definition.text.find('"'), std::string::npos) << definition.text;
}

TEST_F(Wordnet, task_with_the_published_encoder_has_its_prunable_matrices) {
    const auto package = testing::use_lite_package();
    if (!package) GTEST_SKIP() << testing::no_use_lite;
    TaskSettings settings = testing::settings_of(1, {{"package", package->string()}});
    settings.training_samples = 50;
    settings.test_samples = 20;
    const auto task = make_task("wordnet-use-lite", settings);
    const Model model = task->initial_model();
    std::vector<std::string> prunable;
    const auto unpruned = task->unpruned_by_default();
    for (const Node& node : model.nodes) {
        if (node.op != Op::gemm || std::count(unpruned.begin(), unpruned.end(), node.name) != 0) continue;
        const auto& shape = model.parameter(node.weight).shape;
        prunable.push_back(fmt::format("{} {}x{}", node.name, shape[1], shape[0])); // in x out
    }
    EXPECT_THAT(prunable,
                ElementsAre("layer0.qkv 256x768", "layer0.output 256x512", "layer0.residual 256x512",
                            "layer0.ffn1 512x1536", "layer0.ffn2 1536x512", "layer1.qkv 512x1536",
                            "layer1.output 512x512", "layer1.ffn1 512x1536", "layer1.ffn2 1536x512", "head 512x512"));
    for (const Sequence& sequence : task->test().inputs)
        EXPECT_EQ(forward(model, sequence).values.size(), 26U);
}

} // namespace
} // namespace stavp::workloads
