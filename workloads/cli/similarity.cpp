#include "workloads/pack/similarity.h"
#include "workloads/cli/options.h"
#include "workloads/cli/report.h"

#include <fmt/format.h>
#include <iostream>
#include <map>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

Json sentences_of(const Image& image) {
    const Json meta = Json::parse(image.meta(), nullptr, false);
    Json sentences = Json::array();
    if (meta.is_object() && meta.contains("sentences"))
        for (const Json& sentence : meta["sentences"])
            if (sentence.is_object() && sentence.contains("text")) sentences.push_back(sentence["text"]);
    return sentences;
}

/// A square matrix of the batch's size noted when the workload was packed, or null.
Json noted_dense(const Image& image, std::size_t rows) {
    const Json meta = Json::parse(image.meta(), nullptr, false);
    const Json cosines = meta.is_object() ? meta.value("/cosine/dense_float"_json_pointer, Json()) : Json();
    return cosines.is_array() && cosines.size() == rows ? cosines : Json();
}

struct Source {
    std::string name;
    Matrix rows;
};

Json report(const Image& image, const std::vector<Source>& sources) {
    const std::size_t rows = sources.front().rows.rows;
    Json out{{"sentences", sentences_of(image)}, {"cosine", Json::object()}, {"against_float", Json::object()}};
    if (const Json dense = noted_dense(image, rows); !dense.is_null()) out["cosine"]["dense_float"] = dense;
    for (const Source& source : sources)
        out["cosine"][source.name] = pairwise_cosines(source.rows);
    if (sources.front().name != "float") return out;
    for (const Source& source : std::span(sources).subspan(1))
        for (std::size_t r = 0; r < rows; ++r)
            out["against_float"][source.name].push_back(cosine(source.rows.row(r), sources.front().rows.row(r)));
    return out;
}

void print(const Json& report) {
    const Json& sentences = report["sentences"];
    for (std::size_t i = 0; i < sentences.size(); ++i)
        std::cout << fmt::format("{:>4}  {}\n", i, sentences[i].get<std::string>());
    for (const auto& [name, cosines] : report["cosine"].items()) {
        std::cout << fmt::format("cosine between sentences, {}:\n", name);
        for (std::size_t a = 0; a < cosines.size(); ++a) {
            std::cout << fmt::format("{:>4}", a);
            for (const Json& value : cosines[a])
                std::cout << fmt::format("  {:7.4f}", value.get<double>());
            std::cout << '\n';
        }
    }
    for (const auto& [name, cosines] : report["against_float"].items()) {
        std::cout << fmt::format("cosine of each sentence with its float reference, {}:", name);
        for (const Json& value : cosines)
            std::cout << fmt::format("  {:.5f}", value.get<double>());
        std::cout << '\n';
    }
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune similarity WORKLOAD.nmw [--run OUT] [--json]",
                  .about = "Cosines between the sentences of a workload: by the float reference, by the expected "
                           "integers, and by what a\nplatform run computed."};
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
    if (values->contains("run")) {
        const std::string folder = (*values)["run"].as<std::string>();
        sources.push_back({"run", run_output(folder)});
        const Matrix& expected = sources[sources.size() - 2].rows;
        if (sources.back().rows.rows != expected.rows || sources.back().rows.cols != expected.cols)
            throw FormatError(folder + ": the run's output is no " + std::to_string(expected.rows) + " x " +
                              std::to_string(expected.cols) + " matrix as this workload's");
    }
    const Json result = report(image, sources);
    if ((*values)["json"].as<bool>())
        std::cout << result.dump(2) << '\n';
    else
        print(result);
    return good;
}

} // namespace

extern const Command similarity_command;
const Command similarity_command{"similarity", "compare the sentences of a workload", run};

} // namespace stavp::workloads::cli
