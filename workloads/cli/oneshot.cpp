#include "workloads/prune/oneshot.h"
#include "workloads/cli/options.h"
#include "workloads/cli/table.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <iostream>
#include <sstream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

std::set<std::string> split(const std::string& list) {
    std::set<std::string> names;
    std::istringstream in(list);
    for (std::string name; std::getline(in, name, ',');)
        if (!name.empty()) names.insert(name);
    return names;
}

void print(const std::vector<PrunedLayer>& layers) {
    Table table({"layer", "pattern", "weights", "non-zero", "kept energy"});
    for (const PrunedLayer& layer : layers)
        table.add({layer.name, to_string(layer.pattern), std::to_string(layer.weights), std::to_string(layer.kept),
                   fmt::format("{:.4f}", layer.kept_energy)});
    std::cout << table.text();
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune oneshot MODEL --pattern N:M|dense -o MODEL2 [--exclude LAYER,...]",
                  .about = "Keeps the N greatest of every M consecutive weights along each layer's inputs, without "
                           "training."};
    auto add = syntax.options.add_options();
    add("pattern", po::value<std::string>()->required(), "N:M with M = 2, 4, 8, 16 or 32; dense copies the model");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    add("exclude", po::value<std::string>()->default_value(""), "layers to leave as they are, separated by commas");
    po::options_description hidden;
    hidden.add_options()("model", po::value<std::string>()->required());
    syntax.positional.add("model", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    const Pattern pattern = parse_pattern((*values)["pattern"].as<std::string>());
    Model model = load_model((*values)["model"].as<std::string>());
    const auto excluded = split((*values)["exclude"].as<std::string>());
    const auto report = prune_oneshot(model, pattern, excluded);
    model.provenance["pruning"] = {
        {"method", "one-shot magnitude"}, {"pattern", to_string(pattern)}, {"excluded", excluded}};
    save_model((*values)["output"].as<std::string>(), model);
    print(report);
    return good;
}

} // namespace

extern const Command oneshot_command;
const Command oneshot_command{"oneshot", "prune a model to N:M by magnitude", run};

} // namespace stavp::workloads::cli
