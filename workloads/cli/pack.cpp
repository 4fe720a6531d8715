#include "workloads/pack/pack.h"
#include "workloads/cli/options.h"
#include "workloads/model/model_file.h"
#include "workloads/tokenizer/sentences.h"

#include <fmt/format.h>
#include <iostream>
#include <optional>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

std::vector<std::string> sentences_of(const po::variables_map& values) {
    std::vector<std::string> sentences;
    if (values.contains("input")) sentences = values["input"].as<std::vector<std::string>>();
    if (values.contains("inputs-from"))
        for (std::string& sentence : read_sentences(values["inputs-from"].as<std::string>()))
            sentences.push_back(std::move(sentence));
    if (sentences.empty()) throw UsageError("no sentences: give --input or --inputs-from");
    return sentences;
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune pack MODEL --input SENTENCE... -o WORKLOAD.nmw [--inputs-from FILE.txt] "
                           "[--seq-pad N] [--encoding auto|bitmap|index] [--dense MODEL]",
                  .about = "Makes a workload of a quantised model and a batch of sentences. Tokens are embedded here: "
                           "the workload's input\nis the embedded sequence."};
    auto add = syntax.options.add_options();
    add("input", po::value<std::vector<std::string>>()->composing(), "a sentence; may be given again");
    add("inputs-from", po::value<std::string>(), "a file with one sentence per line");
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
    PackRequest request{.sentences = sentences_of(*values), .seq_pad = (*values)["seq-pad"].as<std::uint32_t>()};
    request.encoding = parse_encoding((*values)["encoding"].as<std::string>());
    const Model model = load_model((*values)["model"].as<std::string>());
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
const Command pack_command{"pack", "make a workload of a quantised model and sentences", run};

} // namespace stavp::workloads::cli
