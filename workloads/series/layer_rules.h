#pragma once

#include "workloads/model/model.h"

#include <map>
#include <string>
#include <vector>

namespace stavp::workloads::series {

/// What one layer does when the series reaches N:M.
struct LayerRule {
    enum class Kind {
        dense,
        constant, ///< `pattern` in every candidate
        at_least  ///< max(N, min_n):M; dense once that is M
    };
    Kind kind = Kind::dense;
    Pattern pattern{};
    std::uint32_t min_n = 0;

    friend bool operator==(const LayerRule&, const LayerRule&) = default;
};

/// "dense", "4:8" or "min_n 4".
std::string to_string(const LayerRule& rule);

/// Which gemm nodes a series prunes, and how.
struct LayerRules {
    std::vector<std::string> exclude; ///< stay dense
    std::map<std::string, LayerRule> layers;
};

/// The pattern of every gemm that is sparse in candidate `target`.
std::map<std::string, Pattern> layer_patterns(const Model& model, const LayerRules& rules, Pattern target);

/// Zeroes all but the kept weights and records the patterns in the nodes; layers without pattern become dense.
/// `masks`: kept weights by layer; those of greatest magnitude where a layer has none.
Model masked(Model model, const std::map<std::string, Pattern>& patterns,
             const std::map<std::string, std::vector<std::uint8_t>>& masks = {});

/// Masks by magnitude of the model's weights as they are.
std::map<std::string, std::vector<std::uint8_t>> magnitude_masks(const Model& model,
                                                                 const std::map<std::string, Pattern>& patterns);

} // namespace stavp::workloads::series
