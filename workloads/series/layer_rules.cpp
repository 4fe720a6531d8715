#include "workloads/series/layer_rules.h"
#include "workloads/prune/oneshot.h"

#include <algorithm>

namespace stavp::workloads::series {

namespace {

Pattern pattern_of(const LayerRule& rule, Pattern target) {
    switch (rule.kind) {
    case LayerRule::Kind::constant:
        return rule.pattern;
    case LayerRule::Kind::at_least: {
        const Pattern pattern{std::max(target.n, rule.min_n), target.m};
        return pattern.n < pattern.m ? pattern : Pattern{};
    }
    case LayerRule::Kind::dense:
        break;
    }
    return {};
}

} // namespace

std::string to_string(const LayerRule& rule) {
    switch (rule.kind) {
    case LayerRule::Kind::constant:
        return to_string(rule.pattern);
    case LayerRule::Kind::at_least:
        return "min_n " + std::to_string(rule.min_n);
    case LayerRule::Kind::dense:
        break;
    }
    return "dense";
}

std::map<std::string, Pattern> layer_patterns(const Model& model, const LayerRules& rules, Pattern target) {
    std::map<std::string, Pattern> patterns;
    for (const Node& node : model.nodes) {
        if (node.op != Op::gemm || std::ranges::find(rules.exclude, node.name) != rules.exclude.end()) continue;
        const auto rule = rules.layers.find(node.name);
        const Pattern pattern = rule == rules.layers.end() ? target : pattern_of(rule->second, target);
        if (!pattern.dense()) patterns[node.name] = pattern;
    }
    return patterns;
}

std::map<std::string, std::vector<std::uint8_t>> magnitude_masks(const Model& model,
                                                                 const std::map<std::string, Pattern>& patterns) {
    std::map<std::string, std::vector<std::uint8_t>> masks;
    for (const auto& [layer, pattern] : patterns) {
        const Parameter& weight = model.parameter(model.node(layer).weight);
        masks[layer] = magnitude_mask(weight.values, weight.shape[1], pattern);
    }
    return masks;
}

Model masked(Model model, const std::map<std::string, Pattern>& patterns,
             const std::map<std::string, std::vector<std::uint8_t>>& masks) {
    const auto kept = masks.empty() ? magnitude_masks(model, patterns) : masks;
    for (Node& node : model.nodes) {
        if (node.op != Op::gemm) continue;
        const auto pattern = patterns.find(node.name);
        node.pattern = pattern == patterns.end() ? Pattern{} : pattern->second;
        if (node.pattern.dense()) continue;
        auto& values = model.parameters.at(node.weight).values;
        const auto& mask = kept.at(node.name);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (mask[i] == 0) values[i] = 0;
    }
    return model;
}

} // namespace stavp::workloads::series
