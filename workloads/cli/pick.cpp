#include "workloads/deploy/pick.h"
#include "workloads/cli/options.h"

#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

template <class T> std::optional<T> given(const po::variables_map& values, const char* option) {
    if (!values.contains(option)) return std::nullopt;
    return values[option].as<T>();
}

Constraints constraints_of(const po::variables_map& values) {
    Constraints constraints;
    constraints.max_drop = given<double>(values, "max-drop");
    constraints.min_accuracy = given<double>(values, "min-accuracy");
    constraints.max_latency_us = given<double>(values, "max-latency-us");
    if (const auto cycles = given<std::int64_t>(values, "max-cycles")) {
        if (*cycles < 1) throw UsageError(fmt::format("--max-cycles {} is not positive", *cycles));
        constraints.max_cycles = static_cast<std::uint64_t>(*cycles);
    }
    const auto share = [](const char* option, std::optional<double> value) {
        if (value && !(*value >= 0 && *value <= 1))
            throw UsageError(fmt::format("--{} {} is not 0 to 1", option, *value));
    };
    share("max-drop", constraints.max_drop);
    share("min-accuracy", constraints.min_accuracy);
    if (constraints.max_latency_us && !(*constraints.max_latency_us > 0))
        throw UsageError(fmt::format("--max-latency-us {} is not positive", *constraints.max_latency_us));
    if (constraints.max_drop && constraints.min_accuracy)
        throw UsageError("--max-drop and --min-accuracy exclude each other");
    if (constraints.max_latency_us && constraints.max_cycles)
        throw UsageError("--max-latency-us and --max-cycles exclude each other");
    if (!constraints.bounds_accuracy() && !constraints.bounds_latency())
        throw UsageError("no constraint: give --max-drop, --min-accuracy, --max-latency-us or --max-cycles");
    return constraints;
}

std::string describe(const DeployedRow& row) {
    return fmt::format("{}: int8 accuracy {:.2f} %, {} cycles, {:.2f} us, {} weight bytes", row.label(),
                       100 * row.int8_accuracy, row.single.cycles, row.latency_us(), row.weights.stored());
}

Json to_json(const DeployTable& table, const Choice& choice) {
    Json others = Json::array();
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (i != choice.winner)
            others.push_back({{"series", table.rows[i].series},
                              {"pattern", to_string(table.rows[i].pattern)},
                              {"reason", choice.reasons[i]}});
    const auto row = [&](const std::optional<std::size_t>& index) {
        return index ? workloads::to_json(table.rows[*index]) : Json();
    };
    return {{"chosen", row(choice.winner)}, {"nearest", row(choice.nearest)}, {"others", std::move(others)}};
}

void print(const DeployTable& table, const Choice& choice) {
    if (choice.winner) std::cout << "chosen  " << describe(table.rows[*choice.winner]) << '\n';
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (i != choice.winner) std::cout << fmt::format("not {}: {}\n", table.rows[i].label(), choice.reasons[i]);
}

/// Under a temporary name first: whole or absent.
void copy_whole(const fs::path& from, const fs::path& to) {
    const fs::path partial = to.string() + ".partial";
    std::error_code error;
    fs::copy_file(from, partial, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(partial, to, error);
    if (error) throw std::runtime_error(fmt::format("{}: cannot be written: {}", to.string(), error.message()));
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune pick OUT [--max-drop D | --min-accuracy A] [--max-latency-us L | --max-cycles C] "
                           "[--json] [-o MODEL]",
                  .about = "Chooses from the table of nmprune deploy. With a bound on accuracy the fastest model that "
                           "satisfies all bounds,\nelse the most accurate one. Accuracy: int8 over the whole test set. "
                           "Speed: a single input. Exit code 1 if none satisfies."};
    auto add = syntax.options.add_options();
    add("max-drop", po::value<double>(), "below the dense model's float accuracy, e.g. 0.01 for one point");
    add("min-accuracy", po::value<double>(), "0 to 1");
    add("max-latency-us", po::value<double>(), "of a single input, microseconds");
    add("max-cycles", po::value<std::int64_t>(), "of a single input, cycles of the accelerator");
    add("table", po::value<std::string>(), "folder of nmprune deploy (default: OUT/deploy)");
    add("output,o", po::value<std::string>(), "copy the quantised model here, its workload beside it as .nmw");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("out", po::value<std::string>()->required());
    syntax.positional.add("out", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    const Constraints constraints = constraints_of(*values);
    const fs::path folder = values->contains("table") ? fs::path((*values)["table"].as<std::string>())
                                                      : fs::path((*values)["out"].as<std::string>()) / "deploy";
    const auto target = given<std::string>(*values, "output");
    if (target && fs::path(*target).extension() == ".nmw")
        throw UsageError("-o names the model; the workload goes beside it as .nmw");
    const DeployTable table = read_table(folder / "table.json");
    const Choice choice = pick(table, constraints);
    if ((*values)["json"].as<bool>())
        std::cout << to_json(table, choice).dump(2) << '\n';
    else
        print(table, choice);
    if (!choice.winner) {
        std::cerr << "nmprune pick: no model satisfies; nearest is " << describe(table.rows[*choice.nearest]) << '\n';
        return check_failed;
    }
    if (target) {
        const fs::path from = folder / table.rows[*choice.winner].id();
        copy_whole(from / "model.safetensors", *target);
        copy_whole(from / "single.nmw", fs::path(*target).replace_extension(".nmw"));
    }
    return good;
}

} // namespace

extern const Command pick_command;
const Command pick_command{"pick", "choose a model of a series by accuracy and latency", run};

} // namespace stavp::workloads::cli
