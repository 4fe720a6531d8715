// Every sweep of configs/sweeps is right, and the docs know how many points it has.

#include "tests/cli/program.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::size_t points_of(const fs::path& sweep) {
    const auto outcome = stavp("sweep " + sweep.string() + " --dry-run --json");
    EXPECT_EQ(outcome.exit_code, 0) << sweep << '\n' << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out)["points"].size() : 0;
}

TEST(Studies, the_sweep_that_times_sweeps_has_the_points_of_its_name) {
    EXPECT_EQ(points_of(kSource / "configs/sweeps/bert_layer_200.yaml"), 200u);
}

TEST(Studies, the_docs_know_the_points_of_every_study) {
    const auto page = read_text(kSource / "docs/studies.md");
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(kSource / "configs/sweeps")) {
        const auto name = entry.path().filename().string();
        if (name == "bert_layer_200.yaml") continue; // no study: docs/sweeps.md
        ++seen;
        EXPECT_NE(page.find("<!-- conclusion " + entry.path().stem().string() + " -->"), std::string::npos) << name;
        if (name == "accuracy-latency.yaml") continue; // the series is made by training
        const auto text = "`configs/sweeps/" + name + "`, " + std::to_string(points_of(entry.path())) + " points.";
        EXPECT_NE(page.find(text), std::string::npos) << text;
    }
    EXPECT_GE(seen, 6u);
}

/// A row of what `nmprune deploy` writes.
json deployed(const std::string& series, const std::string& pattern, double accuracy) {
    const json weights = {{"dense_bytes", 1}, {"value_bytes", 1}, {"metadata_bytes", 0}, {"stored_bytes", 1}};
    const json cost = {{"inputs", 1}, {"rows", 16}, {"cycles", 1}, {"time_ns", 2.0}};
    return {{"series", series},
            {"pattern", pattern},
            {"float_accuracy", accuracy},
            {"int8_accuracy", accuracy},
            {"sample_accuracy", accuracy},
            {"sample_float_accuracy", accuracy},
            {"weights", weights},
            {"batch", cost},
            {"single", cost}};
}

/// A tree in which the series that the study names holds three models, with a workload of random weights each.
fs::path tree_with_a_series() {
    auto root = fresh_folder();
    fs::copy(kSource / "configs", root / "configs", fs::copy_options::recursive);
    std::ofstream(root / "shape.yaml") << "{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 16}\n";
    const auto folder = root / "out/idp-fashion-mnist/deploy";
    const std::vector<std::pair<std::string, std::string>> models = {
        {"dense", "dense"}, {"idp/2of8", "2:8"}, {"oneshot/2of8", "2:8"}};
    json rows = json::array();
    for (const auto& [id, pattern] : models) {
        rows.push_back(deployed(id.substr(0, id.find('/')), pattern, 0.5));
        fs::create_directories(folder / id);
        const auto command = std::string(NMPRUNE_PROGRAM) + " synth --shape " + (root / "shape.yaml").string() +
                             " --pattern " + pattern + " -o " + (folder / id / "sample.nmw").string() + " >/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
    }
    const json table = {{"schema", 1}, {"task", "fashion-mnist-vit"}, {"test_inputs", 10000}, {"rows", rows}};
    std::ofstream(folder / "table.json") << table.dump();
    return root;
}

TEST(Studies, the_sweep_of_a_series_takes_every_model_of_it_on_both_arrays) {
    const auto root = tree_with_a_series();
    const auto sweep = root / "configs/sweeps/accuracy-latency.yaml";
    EXPECT_EQ(points_of(sweep), 3u * 2);
    const auto out = root / "results";
    const auto outcome = stavp("sweep " + sweep.string() + " --no-cache -o " + out.string());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto results = read_text(out / "results.csv");
    EXPECT_NE(results.find("oneshot/2of8,32,32,oneshot/2of8,2:8,"), std::string::npos) << results;
    fs::remove_all(root);
}

} // namespace
