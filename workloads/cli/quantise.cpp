#include "workloads/quantise/quantise.h"
#include "workloads/cli/options.h"
#include "workloads/cli/table.h"
#include "workloads/model/model_file.h"
#include "workloads/tokenizer/sentences.h"

#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

void print(const Model& model, const std::map<std::string, ActivationRange>& ranges) {
    Table table({"value", "maximum", "int8 range"});
    for (const Node& node : model.nodes) {
        const ActivationRange& range = ranges.at(node.name);
        std::string parts;
        for (const double clipped : range.clipped)
            parts += (parts.empty() ? "" : " / ") + fmt::format("{:.4g}", clipped);
        table.add({node.name, fmt::format("{:.4g}", range.maximum), parts});
    }
    std::cout << table.text();
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune quantise MODEL --calibrate FILE.txt -o MODEL2 [--percentile P]",
                  .about =
                      "Gives a model int8 weights (one scale per output channel) and activation scales measured on "
                      "the sentences\nof FILE.txt (one per line, # begins a comment). The float weights stay in the "
                      "file as the reference."};
    auto add = syntax.options.add_options();
    add("calibrate", po::value<std::string>()->required(), "sentences to calibrate on");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    add("percentile", po::value<double>()->default_value(100), "of magnitudes that int8 covers; 100 is the maximum");
    po::options_description hidden;
    hidden.add_options()("model", po::value<std::string>()->required());
    syntax.positional.add("model", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    Model model = load_model((*values)["model"].as<std::string>());
    const auto sentences = read_sentences((*values)["calibrate"].as<std::string>());
    const double percentile = (*values)["percentile"].as<double>();
    const Tokenizer tokenizer(model.vocabulary);
    std::vector<Sequence> sequences;
    for (const std::string& sentence : sentences)
        sequences.emplace_back(tokenise(model, tokenizer, sentence));
    const auto ranges = calibrate(model, sequences, percentile);
    quantise(model, ranges);
    model.provenance["quantisation"] = {{"sentences", sentences.size()}, {"percentile", percentile}};
    save_model((*values)["output"].as<std::string>(), model);
    print(model, ranges);
    return good;
}

} // namespace

extern const Command quantise_command;
const Command quantise_command{"quantise", "give a model int8 weights and calibrated scales", run};

} // namespace stavp::workloads::cli
