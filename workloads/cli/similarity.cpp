#include "workloads/pack/similarity.h"
#include "workloads/cli/options.h"
#include "workloads/cli/report.h"
#include "workloads/pack/outputs.h"

#include <fmt/format.h>
#include <iostream>
#include <map>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

/// Texts of sentences, or labels of other sequences.
Json names_of(const Image& image) {
    const Json meta = Json::parse(image.meta(), nullptr, false);
    Json names = Json::array();
    for (const auto& [list, name] : {std::pair("sentences", "text"), std::pair("sequences", "label")})
        if (meta.is_object() && meta.contains(list))
            for (const Json& sequence : meta[list])
                if (sequence.is_object() && sequence.contains(name) && sequence[name].is_string())
                    names.push_back(sequence[name]);
    return names;
}

/// A square matrix of the batch's size noted when the workload was packed, or null.
Json noted_dense(const Image& image, std::size_t rows) {
    const Json meta = Json::parse(image.meta(), nullptr, false);
    const Json cosines = meta.is_object() ? meta.value("/cosine/dense_float"_json_pointer, Json()) : Json();
    return cosines.is_array() && cosines.size() == rows ? cosines : Json();
}

struct Source {
    std::string name;
    Matrix output;
};

Json report(const Image& image, const std::vector<Source>& sources) {
    const std::vector<RowRange> rows = output_rows(image);
    Json out{{"sentences", names_of(image)}, {"cosine", Json::object()}, {"against_float", Json::object()}};
    if (const Json dense = noted_dense(image, rows.size()); !dense.is_null()) out["cosine"]["dense_float"] = dense;
    for (const Source& source : sources)
        out["cosine"][source.name] = pairwise_cosines(sequence_means(source.output, rows));
    if (sources.front().name != "float") return out;
    for (const Source& source : std::span(sources).subspan(1))
        for (const RowRange& range : rows)
            out["against_float"][source.name].push_back(
                cosine(sequence_values(source.output, range), sequence_values(sources.front().output, range)));
    return out;
}

void print_row(const std::string& label, const std::vector<std::string>& cells) {
    std::cout << fmt::format("{:<24}", label);
    for (const std::string& cell : cells)
        std::cout << fmt::format("{:>13}", cell);
    std::cout << '\n';
}

void print(const Json& report) {
    const Json& sentences = report["sentences"];
    for (std::size_t i = 0; i < sentences.size(); ++i)
        std::cout << fmt::format("{:>4}  {}\n", i, sentences[i].get<std::string>());
    const Json& cosines = report["cosine"];
    std::vector<std::string> names;
    for (const auto& entry : cosines.items())
        names.push_back(entry.key());
    print_row("cosine", names);
    const std::size_t rows = cosines[names.front()].size();
    for (std::size_t a = 0; a < rows; ++a)
        for (std::size_t b = a + 1; b < rows; ++b) {
            std::vector<std::string> cells;
            for (const std::string& name : names)
                cells.push_back(fmt::format("{:.4f}", cosines[name][a][b].get<double>()));
            print_row(fmt::format("{} and {}", a, b), cells);
        }
    const Json& against = report["against_float"];
    for (std::size_t r = 0; r < rows && !against.empty(); ++r) {
        std::vector<std::string> cells;
        for (const std::string& name : names)
            cells.push_back(against.contains(name) ? fmt::format("{:.4f}", against[name][r].get<double>()) : "");
        print_row(fmt::format("{} and its own float", r), cells);
    }
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune similarity WORKLOAD.nmw [--run OUT] [--json]",
                  .about = "Cosines between the sequences of a workload: by the float reference, by the expected "
                           "integers, and by what a\nplatform run computed. An output with a row per token counts as "
                           "the mean of its rows between sequences, and\nwith all its values against its own float "
                           "reference."};
    auto add = syntax.options.add_options();
    add("run", po::value<std::string>(), "folder of a run of this workload");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("workload", po::value<std::string>()->required());
    syntax.positional.add("workload", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    const Image image = Image::load((*values)["workload"].as<std::string>());
    std::vector<Source> sources;
    if (auto reference = float_reference(image)) sources.push_back({"float", std::move(*reference)});
    sources.push_back({"int8", integer_reference(image)});
    if (values->contains("run")) sources.push_back({"run", run_output((*values)["run"].as<std::string>(), image)});
    const Json result = report(image, sources);
    if ((*values)["json"].as<bool>())
        std::cout << result.dump(2) << '\n';
    else
        print(result);
    return good;
}

} // namespace

extern const Command similarity_command;
const Command similarity_command{"similarity", "compare the sequences of a workload with each other", run};

} // namespace stavp::workloads::cli
