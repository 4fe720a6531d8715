#include "workloads/pack/pack.h"
#include "workloads/cli/options.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <iostream>
#include <optional>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

std::vector<std::string> all_of(const po::variables_map& values, const char* option) {
    return values.contains(option) ? values[option].as<std::vector<std::string>>() : std::vector<std::string>{};
}

/// An --input is a sentence for a model of tokens, unless it names a .npy file; a model of features takes only those.
ModelInputs inputs_of(const Model& model, const po::variables_map& values) {
    ModelInputs inputs;
    for (const std::string& given : all_of(values, "input"))
        inputs.append(takes_features(model) || given.ends_with(".npy") ? read_model_inputs(model, given)
                                                                       : sentence_inputs(model, {given}));
    for (const std::string& file : all_of(values, "inputs-from"))
        inputs.append(read_model_inputs(model, file));
    return inputs;
}

int run(Arguments args) {
    Syntax syntax{
        .usage = "nmprune pack MODEL --input SENTENCE|FILE.npy... -o WORKLOAD.nmw [--inputs-from "
                 "FILE.txt|FILE.npy] [--seq-pad N]\n                    [--encoding auto|bitmap|index] [--dense MODEL]",
        .about = "Makes a workload of a quantised model and a batch of sequences: sentences for a model that "
                 "begins with an\nembedding, features [S, T, d] or [T, d] for one that begins with an "
                 "input. Tokens are embedded here: the workload's\ninput is the embedded sequence."};
    auto add = syntax.options.add_options();
    add("input", po::value<std::vector<std::string>>()->composing(),
        "a sentence, or a .npy file of features or token ids; may be given again");
    add("inputs-from", po::value<std::vector<std::string>>()->composing(),
        "a file with one sentence per line, or a .npy file; may be given again");
    add("output,o", po::value<std::string>()->required(), "the workload to write");
    add("seq-pad", po::value<std::uint32_t>()->default_value(0),
        "rows per sequence; 0: the longest, rounded up to a multiple of 4");
    add("encoding", po::value<std::string>()->default_value("auto"),
        "of sparse weights: bitmap, index, or auto = the smaller one for each");
    add("dense", po::value<std::string>(), "the model before pruning: its cosines are noted beside the others");
    po::options_description hidden;
    hidden.add_options()("model", po::value<std::string>()->required());
    syntax.positional.add("model", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    if (!values->contains("input") && !values->contains("inputs-from"))
        throw UsageError("no sequences: give --input or --inputs-from");
    const EncodingChoice encoding = parse_encoding((*values)["encoding"].as<std::string>());
    const Model model = load_model((*values)["model"].as<std::string>());
    PackRequest request{
        .seq_pad = (*values)["seq-pad"].as<std::uint32_t>(), .encoding = encoding, .inputs = inputs_of(model, *values)};
    std::optional<Model> dense;
    if (values->contains("dense")) {
        dense = load_model((*values)["dense"].as<std::string>());
        request.dense = &*dense;
    }
    const std::string file = (*values)["output"].as<std::string>();
    pack(model, request).write(file);
    const Image image = Image::load(file);
    std::cout << fmt::format("{}: {} sequences of {} rows, {} layers, pattern {}, {} bytes in memory\n", file,
                             image.header().sequence_count, image.header().seq, image.header().layer_count,
                             pattern_summary(model), image.header().ddr_bytes);
    return good;
}

} // namespace

extern const Command pack_command;
const Command pack_command{"pack", "make a workload of a quantised model and sentences or features", run};

} // namespace stavp::workloads::cli
