#include "workloads/pack/evaluate.h"
#include "workloads/cli/options.h"
#include "workloads/cli/report.h"
#include "workloads/features/model_inputs.h"
#include "workloads/model/model_file.h"

#include <fmt/format.h>
#include <iostream>
#include <optional>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

Json to_json(const Agreement& agreement) {
    return {{"mean", agreement.mean}, {"minimum", agreement.minimum}};
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune evaluate MODEL --sentences FILE.txt|--features FILE.npy [--dense MODEL] [--json]",
                  .about = "Cosine of each sequence's output: int8 against the model's own float weights and, with "
                           "--dense, float\nagainst the model before pruning."};
    auto add = syntax.options.add_options();
    add("sentences", po::value<std::string>(), "a file with one sentence per line");
    add("features", po::value<std::string>(), "sequences of features [S, T, d], or of token ids [S, T]");
    add("dense", po::value<std::string>(), "the model before pruning");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("model", po::value<std::string>()->required());
    syntax.positional.add("model", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    if (values->contains("sentences") == values->contains("features"))
        throw UsageError("give either --sentences or --features");
    const Model model = load_model((*values)["model"].as<std::string>());
    std::optional<Model> dense;
    if (values->contains("dense")) dense = load_model((*values)["dense"].as<std::string>());
    const char* source = values->contains("sentences") ? "sentences" : "features";
    const ModelInputs inputs = read_model_inputs(model, (*values)[source].as<std::string>());
    const Evaluation result = evaluate(model, inputs.sequences, dense ? &*dense : nullptr);
    if ((*values)["json"].as<bool>()) {
        Json out{{takes_features(model) ? "sequences" : "sentences", result.sequences},
                 {"weight_bytes", result.weight_bytes}};
        if (result.int8_to_float) out["int8_to_float"] = to_json(*result.int8_to_float);
        if (result.float_to_dense) out["float_to_dense"] = to_json(*result.float_to_dense);
        std::cout << out.dump(2) << '\n';
        return good;
    }
    const auto print = [](const char* what, const std::optional<Agreement>& agreement) {
        if (agreement)
            std::cout << fmt::format("{:<32}mean {:.5f}  minimum {:.5f}\n", what, agreement->mean, agreement->minimum);
    };
    std::cout << fmt::format("{} sequences; {} bytes of compressed weights\n", result.sequences, result.weight_bytes);
    print("int8 against float", result.int8_to_float);
    print("float against the dense model", result.float_to_dense);
    return good;
}

} // namespace

extern const Command evaluate_command;
const Command evaluate_command{"evaluate", "measure what pruning and int8 cost a model", run};

} // namespace stavp::workloads::cli
