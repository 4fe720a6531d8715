#include "workloads/cli/options.h"
#include "workloads/cli/progress.h"
#include "workloads/synth/synthesise.h"

#include <charconv>
#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

template <class T> T number(const std::string& option, const std::string& text) {
    T value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size())
        throw UsageError(fmt::format("--{} '{}' is no number in range", option, text));
    return value;
}

std::vector<std::uint32_t> numbers(const std::string& option, const std::string& text) {
    std::vector<std::uint32_t> values;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        values.push_back(number<std::uint32_t>(option, text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return values;
}

SynthOptions options_of(const po::variables_map& values) {
    const auto text = [&](const char* option) { return values[option].as<std::string>(); };
    SynthOptions options;
    options.recipe = find_recipe(text("shape"));
    if (values.contains("layers")) options.recipe.layers = number<std::uint32_t>("layers", text("layers"));
    if (values.contains("seq")) options.recipe.seq = number<std::uint32_t>("seq", text("seq"));
    options.pattern = parse_pattern(text("pattern"));
    options.encoding = parse_encoding(text("encoding"));
    options.seed = number<std::uint64_t>("seed", text("seed"));
    const auto batch = number<std::uint32_t>("batch", text("batch"));
    if (batch < 1 || batch > 4096) throw UsageError(fmt::format("--batch {} is not 1 to 4096", batch));
    options.valid.assign(batch, options.recipe.seq);
    if (values.contains("valid")) {
        const auto valid = numbers("valid", text("valid"));
        if (valid.size() != batch)
            throw UsageError(fmt::format("--valid has {} lengths, the batch is {}", valid.size(), batch));
        options.valid = valid;
    }
    return options;
}

int run(Arguments args) {
    Syntax syntax{"nmprune synth --shape SHAPE --pattern N:M|dense -o FILE.nmw [options]",
                  "Writes a workload of Transformer blocks with random pruned weights; equal seeds give equal bytes.\n"
                  "SHAPE is bert-base, bert-large, vit-base, gpt2 or a YAML file (docs/synthetic-workloads.md)."};
    const auto text = [] { return po::value<std::string>(); };
    syntax.options.add_options()("shape", text()->required(), "preset or YAML file")("layers", text(),
                                                                                     "blocks (default: the shape's)")(
        "seq", text(), "rows of each sequence (default: the shape's)")("pattern", text()->required(),
                                                                       "N:M with M = 2, 4, 8, 16 or 32, or dense")(
        "encoding", text()->default_value("auto"),
        "of sparse weights: bitmap, index, or auto = the smaller one of each")(
        "seed", text()->default_value("1"), "seed of weights and input")("batch", text()->default_value("1"),
                                                                         "sequences")(
        "valid", text(), "real rows of each sequence, e.g. 128,77 (default: all)")("output,o", text()->required(),
                                                                                   "the file to write");
    const auto values = parse(syntax, {}, args);
    if (!values) return good;
    const SynthOptions options = options_of(*values);
    Progress progress("nmprune synth");
    const std::size_t blocks = options.recipe.layers;
    const WorkloadBuilder builder =
        synthesise(options, [&](std::size_t block) { progress.show("weights of block", block + 1, blocks); });
    builder.write((*values)["output"].as<std::string>(), [&](std::size_t layer) {
        progress.show("expected output of layer", layer + 1, builder.layer_count());
    });
    return good;
}

} // namespace

extern const Command synth_command;
const Command synth_command{"synth", "make a workload with random weights of a well-known shape", run};

} // namespace stavp::workloads::cli
