#include "workloads/series/command.h"

#include "workloads/cli/options.h"
#include "workloads/cli/table.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"
#include "workloads/series/show.h"
#include "workloads/series/stop_signals.h"
#include "workloads/series/store_names.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <sstream>

namespace stavp::workloads::series {

namespace {

namespace po = boost::program_options;
using cli::UsageError;

constexpr int signal_base = 128;

template <class T> T number(const po::variables_map& values, const char* name, T most) {
    const std::string& text = values[name].as<std::string>();
    const bool digits =
        !text.empty() && text.size() < 16 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || std::stoull(text) > most)
        throw UsageError(fmt::format("--{}: expected a whole number up to {}, got '{}'", name, most, text));
    return static_cast<T>(std::stoull(text));
}

std::vector<Method> methods_of(const std::string& list) {
    std::vector<std::string> words;
    std::istringstream in(list);
    for (std::string word; std::getline(in, word, ',');)
        words.push_back(word);
    const auto& known = method_words();
    for (const std::string& word : words)
        if (std::ranges::find(known, word) == known.end())
            throw UsageError(fmt::format("--methods: must be some of {}, got '{}'", fmt::join(known, ","), word));
    std::vector<Method> methods;
    for (const std::string& word : known)
        if (std::ranges::find(words, word) != words.end()) methods.push_back(method_from_string(word));
    if (methods.empty()) throw UsageError("--methods: the list is empty");
    return methods;
}

Recipe recipe_of(const po::variables_map& values) {
    Recipe recipe = read_recipe(values["recipe"].as<std::string>());
    if (values.contains("seed")) {
        recipe.seed = number<std::uint64_t>(values, "seed", 1'000'000'000'000'000U);
        if (!recipe.own_task_seed) recipe.task_settings.seed = recipe.seed;
    }
    if (values.contains("threads")) {
        recipe.threads = number<unsigned>(values, "threads", 256U);
        if (recipe.threads == 0) throw UsageError("--threads: expected 1 to 256, got 0");
    }
    if (values.contains("methods")) recipe.methods = methods_of(values["methods"].as<std::string>());
    return recipe;
}

std::unique_ptr<Training> training_of(const Recipe& recipe, const TrainingFactory& make_training) {
    try {
        return make_training(recipe);
    } catch (const std::invalid_argument& error) {
        recipe.refuse("task", error.what());
    }
}

/// What the dense model starts from; read before anything is written.
Model start_of(const Recipe& recipe, const Training& training) {
    if (recipe.dense_from.empty()) return training.initial_model();
    try {
        return load_model(recipe.dense_from);
    } catch (const FormatError& error) {
        recipe.refuse("dense.from", error.what());
    }
}

void print_sensitivity(const Store& store) {
    if (!store.has_file(sensitivity_name)) return;
    const auto report = store.read(sensitivity_name);
    cli::Table table({"only this layer pruned", "pattern", "accuracy drop", "loss rise"});
    for (const auto& entry : report.at("layers"))
        table.add({entry.at("layer").get<std::string>(), entry.at("pattern").get<std::string>(),
                   fmt::format("{:.2f} points", 100 * entry.at("accuracy_drop").get<double>()),
                   fmt::format("{:.4f}", entry.at("loss_rise").get<double>())});
    std::cout << '\n' << table.text();
}

int execute(cli::Arguments args, const TrainingFactory& make_training) {
    cli::Syntax syntax{.usage = "nmprune idp RECIPE.yaml -o OUT [--seed K] [--threads T] [--methods LIST] "
                                "[--resume|--force] [--json]",
                       .about = "Trains a dense model and prunes it step by step to a series of N:M models (inherited "
                                "dynamic pruning), beside baselines on the same budget. Keys of recipes and files in "
                                "OUT: docs/training.md."};
    auto add = syntax.options.add_options();
    add("output,o", po::value<std::string>()->required(), "the folder to write");
    add("seed", po::value<std::string>(),
        "of splits, initial weights and the order of samples, instead of the recipe's");
    add("threads", po::value<std::string>(), "instead of the recipe's; part of the result's bits");
    add("methods", po::value<std::string>(), "some of idp,oneshot,fixed,sr-ste, instead of the recipe's");
    add("resume", "go on with the series in OUT, if there is one; ends with the same bits as an unbroken run");
    add("force", "replace the series in OUT");
    add("json", "print results.json at the end and nothing else");
    po::options_description hidden;
    hidden.add_options()("recipe", po::value<std::string>()->required());
    syntax.positional.add("recipe", 1);
    const auto values = cli::parse(syntax, hidden, args);
    if (!values) return cli::good;
    if (values->contains("resume") && values->contains("force"))
        throw UsageError("--resume and --force contradict each other");
    Recipe recipe = recipe_of(*values);
    const auto training = training_of(recipe, make_training);
    resolve(recipe, start_of(recipe, *training), training->unpruned_by_default());
    plan(recipe, training->training_samples());
    const Existing existing = values->contains("resume")  ? Existing::resume
                              : values->contains("force") ? Existing::replace
                                                          : Existing::refuse;
    Store store((*values)["output"].as<std::string>(), effective_recipe(recipe), existing);
    const bool json = values->contains("json");
    catch_stop_signals();
    {
        Show show(json);
        run(recipe, *training, store, show);
    }
    if (json)
        std::cout << store.read(summary_name).dump(2) << '\n';
    else
        print_sensitivity(store);
    return cli::good;
}

std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

} // namespace

int idp_command(cli::Arguments args, const TrainingFactory& make_training) {
    try {
        const int code = execute(args, make_training);
        std::cout.flush();
        if (!std::cout) throw std::runtime_error("standard output cannot be written");
        return code;
    } catch (const TrainingStopped&) {
        std::cerr << "nmprune idp: stopped; --resume goes on from the last model reached\n";
        return signal_base + stop_signal();
    } catch (const std::bad_alloc&) {
        std::cerr << "nmprune idp: not enough memory\n";
    } catch (const std::exception& error) {
        std::cerr << one_line(fmt::format("nmprune idp: {}", error.what())) << '\n';
    }
    return cli::bad_input;
}

} // namespace stavp::workloads::series
