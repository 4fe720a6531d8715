#include "workloads/cli/options.h"
#include "workloads/cli/progress.h"
#include "workloads/cli/report.h"
#include "workloads/cli/table.h"
#include "workloads/pack/outputs.h"
#include "workloads/pack/prediction.h"
#include "workloads/pack/similarity.h"
#include "workloads/reference/execute.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

/// An output and how far it is from the float reference.
struct Compared {
    const char* name;
    OutputError error;
};

/// What the workload's meta data promise.
struct Promise {
    ErrorPrediction prediction;
    BatchError saturation; ///< of this batch
    BatchError bounds;
};

Promise promise_of(const Image& image, const std::string& file) {
    const auto meta = nlohmann::json::parse(image.meta(), nullptr, false);
    const auto note = meta.is_object() ? meta.value(predicted_error_key, nlohmann::json()) : nlohmann::json();
    const auto prediction = prediction_from_json(note);
    if (!prediction)
        throw FormatError(fmt::format("{}: has no predicted error: pack a model that nmprune quantise calibrated on {} "
                                      "sequences or more",
                                      file, least_sequences));
    const BatchError saturation = batch_error_from_json(note.value(saturation_key, nlohmann::json()));
    return {*prediction, saturation, bounds(*prediction, saturation)};
}

/// Executed anew: what the workload's layers do, not what its golden tensors say.
Matrix execute(const Image& image) {
    const std::uint32_t index = image.header().output_tensor;
    const nmw_tensor& output = image.tensors()[index];
    Progress progress("nmprune compare");
    const Activations computed =
        execute_reference(image, [&](std::size_t layer) { progress.show("layer", layer, image.layers().size()); });
    return to_reals(computed[index], output.dtype, output.rows, output.cols, output.scale, "output of the workload");
}

bool within(const OutputError& error, const BatchError& bounds) {
    return error.max <= bounds.max && error.rms <= bounds.rms;
}

void print_json(const std::vector<Compared>& outputs, const Promise& promise, bool all_within) {
    Json out{{"within", all_within},
             {"predicted", workloads::to_json(promise.prediction)},
             {"batch_saturation", workloads::to_json(promise.saturation)},
             {"bounds", workloads::to_json(promise.bounds)}};
    for (const auto& [name, error] : outputs)
        out[name] = {{"rms", error.rms}, {"max", error.max},       {"sequence", error.sequence},
                     {"row", error.row}, {"column", error.column}, {"within", within(error, promise.bounds)}};
    std::cout << out.dump(2) << '\n';
}

void print(const std::vector<Compared>& outputs, const Promise& promise, std::size_t longest) {
    const auto number = [](double value) { return fmt::format("{:.4g}", value); };
    Table table({"against float", "RMS", "largest", "where"});
    table.add({"predicted", number(promise.prediction.rms), "", ""});
    table.add({"bound", number(promise.bounds.rms), number(promise.bounds.max), ""});
    if (promise.saturation.max > 0)
        table.add({"of it saturation", number(promise.saturation.rms), number(promise.saturation.max), ""});
    for (const auto& [name, error] : outputs)
        table.add({name, number(error.rms), number(error.max),
                   fmt::format("sequence {}, row {}, column {}", error.sequence, error.row, error.column)});
    std::cout << table.text();
    if (longest > promise.prediction.longest)
        std::cout << fmt::format("sequences of up to {} rows, calibrated on up to {}: the prediction may not hold\n",
                                 longest, promise.prediction.longest);
}

std::size_t longest_sequence(const Image& image) {
    std::uint32_t rows = 0;
    for (const nmw_sequence& sequence : image.sequences())
        rows = std::max(rows, sequence.valid);
    return rows;
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune compare WORKLOAD.nmw [--run OUT] [--json]",
                  .about = "Error of a workload's integer output, and of what a platform run computed, against the "
                           "float reference, beside\nthe error that nmprune quantise predicted. Exit code 0 if it is "
                           "within the predicted bounds, 1 if not."};
    auto add = syntax.options.add_options();
    add("run", po::value<std::string>(), "folder of a run of this workload");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("workload", po::value<std::string>()->required());
    syntax.positional.add("workload", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    const std::string file = (*values)["workload"].as<std::string>();
    const Image image = Image::load(file);
    const std::optional<Matrix> reference = float_reference(image);
    if (!reference) throw FormatError(file + ": has no float reference");
    const Promise promise = promise_of(image, file);
    const std::vector<RowRange> rows = output_rows(image);

    std::vector<Compared> outputs{{"int8", output_error(execute(image), *reference, rows)}};
    if (values->contains("run"))
        outputs.push_back(
            {"run", output_error(run_output((*values)["run"].as<std::string>(), image), *reference, rows)});
    const auto beyond =
        std::ranges::find_if(outputs, [&](const Compared& output) { return !within(output.error, promise.bounds); });
    if ((*values)["json"].as<bool>())
        print_json(outputs, promise, beyond == outputs.end());
    else
        print(outputs, promise, longest_sequence(image));
    if (beyond == outputs.end()) return good;
    std::cerr << fmt::format(
        "nmprune compare: {}: {} is beyond the predicted error: RMS {:.4g} (at most {:.4g}), largest "
        "{:.4g} (at most {:.4g})\n",
        file, beyond->name, beyond->error.rms, promise.bounds.rms, beyond->error.max, promise.bounds.max);
    return check_failed;
}

} // namespace

extern const Command compare_command;
const Command compare_command{"compare", "hold a workload's error against the predicted one", run};

} // namespace stavp::workloads::cli
