#include "workloads/series/sensitivity.h"

#include <algorithm>

namespace stavp::workloads::series {

SensitivityReport measure_sensitivity(const Model& dense, const Recipe& recipe, const Training& training,
                                      const std::function<bool(std::size_t done, std::size_t total)>& going_on) {
    const SensitivitySettings& settings = recipe.sensitivity;
    const auto& exclude = recipe.rules().exclude;
    std::vector<std::string> layers;
    for (const Node& node : dense.nodes)
        if (node.op == Op::gemm && std::find(exclude.begin(), exclude.end(), node.name) == exclude.end())
            layers.push_back(node.name);
    SensitivityReport report;
    report.dense = training.score(dense, settings.samples);
    const std::size_t total = layers.size() * settings.patterns.size();
    for (const std::string& layer : layers)
        for (const Pattern pattern : settings.patterns) {
            if (!going_on(report.layers.size(), total)) throw TrainingStopped("stopped");
            const Score score = training.score(masked(dense, {{layer, pattern}}), settings.samples);
            report.layers.push_back(
                {layer, pattern, report.dense.accuracy - score.accuracy, score.loss - report.dense.loss});
        }
    return report;
}

nlohmann::ordered_json to_json(const SensitivityReport& report, std::size_t samples) {
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    for (const Sensitivity& entry : report.layers)
        layers.push_back({{"layer", entry.layer},
                          {"pattern", to_string(entry.pattern)},
                          {"accuracy_drop", entry.accuracy_drop},
                          {"loss_rise", entry.loss_rise}});
    return {{"schema", "stavp-sensitivity-1"},
            {"samples", samples},
            {"dense", {{"accuracy", report.dense.accuracy}, {"loss", report.dense.loss}}},
            {"layers", layers}};
}

} // namespace stavp::workloads::series
