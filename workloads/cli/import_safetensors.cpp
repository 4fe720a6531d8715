#include "workloads/cli/import_safetensors.h"

#include "workloads/cli/options.h"
#include "workloads/import/named_safetensors.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>

namespace stavp::workloads::cli {

namespace po = boost::program_options;

int import_safetensors_file(Arguments args) {
    Syntax syntax{.usage = "nmprune import FILE.safetensors --layers LAYERS.yaml -o MODEL",
                  .about =
                      "Reads the weights of a Transformer encoder (F32, F16 or BF16) whose layers LAYERS.yaml names "
                      "and writes a model\nfile. docs/bring-your-own-model.md lists the keys; workloads/recipes "
                      "has bert-layers.yaml and vit-layers.yaml."};
    auto add = syntax.options.add_options();
    add("layers", po::value<std::string>()->required(), "the YAML file that names layers and tensors");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    po::options_description hidden;
    hidden.add_options()("weights", po::value<std::string>()->required());
    syntax.positional.add("weights", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    const std::string file = (*values)["weights"].as<std::string>();
    const Model model = import_safetensors(file, (*values)["layers"].as<std::string>());
    save_model((*values)["output"].as<std::string>(), model);
    const auto unused = model.provenance.at("unused_tensors").get<std::vector<std::string>>();
    if (!unused.empty())
        std::cerr << fmt::format("nmprune import: warning: {}: {} not used: {}\n", file,
                                 unused.size() == 1 ? "a tensor is" : fmt::format("{} tensors are", unused.size()),
                                 fmt::join(unused, ", "));
    std::size_t weights = 0;
    for (const auto& [name, parameter] : model.parameters)
        weights += parameter.values.size();
    std::cout << fmt::format("{}: {} parameters in {} tensors, {} nodes\n", model.name, weights,
                             model.parameters.size(), model.nodes.size());
    return good;
}

} // namespace stavp::workloads::cli
