#include "workloads/cli/options.h"
#include "workloads/cli/progress.h"
#include "workloads/cli/report.h"
#include "workloads/cli/table.h"
#include "workloads/features/model_inputs.h"
#include "workloads/format/names.h"
#include "workloads/model/model_file.h"
#include "workloads/pack/cross_validation.h"
#include "workloads/pack/node_noise.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

constexpr std::size_t noise_sequences = 16; // of the calibration set, for the table of nodes

void print(const Model& model, const ActivationRanges& ranges) {
    Table table({"value", "maximum", "int8 range"});
    for (const Node& node : model.nodes) {
        const ActivationRange& range = ranges.at(node.name);
        std::string parts;
        for (const double clipped : range.clipped)
            parts += (parts.empty() ? "" : " / ") + fmt::format("{:.4g}", clipped);
        table.add({node.name, fmt::format("{:.4g}", range.maximum), parts});
    }
    std::cout << table.text() << '\n';
}

void print(const std::vector<NodeNoise>& noise) {
    Table table({"tensor", "type", "signal to noise", "its own part"});
    for (const NodeNoise& node : noise)
        table.add({node.tensor, dtype_name(node.dtype), fmt::format("{:.1f} dB", node.snr_db),
                   fmt::format("{:.1f} dB", node.own_snr_db)});
    std::cout << table.text() << '\n';
}

void print(const std::optional<ErrorPrediction>& prediction, std::size_t sequences) {
    if (!prediction) {
        std::cout << fmt::format("no predicted error: {} calibration sequences are too few, {} are needed\n", sequences,
                                 least_sequences);
        return;
    }
    std::cout << fmt::format("predicted error of the output (int8 against float, {} sequences held out in {} folds):\n"
                             "  RMS {:.4g}, largest {:.4g} as seen\n"
                             "  bounds of rounding for any sequence: RMS {:.4g}, largest {:.4g}\n"
                             "  {} sequences saturate, by up to {:.4g}; nmprune pack adds what its own input does\n",
                             prediction->sequences, prediction->folds, prediction->rms, prediction->largest,
                             prediction->rms_bound, prediction->max_bound, prediction->saturated,
                             prediction->saturation);
}

Json noise_to_json(const std::vector<NodeNoise>& noise) {
    Json list = Json::array();
    for (const NodeNoise& node : noise)
        list.push_back({{"tensor", node.tensor},
                        {"dtype", dtype_name(node.dtype)},
                        {"snr_db", node.snr_db},
                        {"own_snr_db", node.own_snr_db}});
    return list;
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune quantise MODEL --calibrate FILE.txt|FILE.npy -o MODEL2 [--percentile P] [--json]",
                  .about =
                      "Gives a model int8 weights (one scale per output channel) and activation scales measured on "
                      "FILE: sentences (one\nper line, # begins a comment) for a model that begins with an "
                      "embedding, features [S, T, d] for one that begins\nwith an input. Predicts the error of "
                      "new sequences of the same kind by holding out parts of FILE. The float weights\nstay in "
                      "the file as the reference."};
    auto add = syntax.options.add_options();
    add("calibrate", po::value<std::string>()->required(), "sentences or features to calibrate on");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    add("percentile", po::value<double>()->default_value(100), "of magnitudes that int8 covers; 100 is the maximum");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("model", po::value<std::string>()->required());
    syntax.positional.add("model", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    Model model = load_model((*values)["model"].as<std::string>());
    ModelInputs inputs = read_model_inputs(model, (*values)["calibrate"].as<std::string>());
    Quantisation result;
    {
        Progress progress("nmprune quantise");
        result = quantise_and_predict(
            model, inputs.sequences, (*values)["percentile"].as<double>(),
            [&](const char* step, std::size_t done, std::size_t total) { progress.show(step, done, total); });
    }
    const std::size_t count = inputs.sequences.size();
    inputs.sequences.resize(std::min(count, noise_sequences));
    const std::vector<NodeNoise> noise = node_noise(model, inputs.sequences);
    model.provenance["quantisation"]["nodes"] = noise_to_json(noise);
    save_model((*values)["output"].as<std::string>(), model);
    if ((*values)["json"].as<bool>()) {
        std::cout << model.provenance["quantisation"].dump(2) << '\n';
        return good;
    }
    print(model, result.ranges);
    print(noise);
    print(result.prediction, count);
    return good;
}

} // namespace

extern const Command quantise_command;
const Command quantise_command{"quantise", "give a model int8 weights, calibrated scales and a predicted error", run};

} // namespace stavp::workloads::cli
