#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

enum class NormPlacement { pre, post };
enum class Activation { gelu, relu };

/// The shape of an encoder (or causal decoder) stack; weights are random.
struct Recipe {
    std::string name;
    std::uint32_t d_model = 0;
    std::uint32_t heads = 0;
    std::uint32_t ffn = 0;
    std::uint32_t layers = 0;
    std::uint32_t seq = 128;
    NormPlacement norm = NormPlacement::post;
    Activation activation = Activation::gelu;
    bool causal = false;
    double eps = 1e-5;

    /// Throws std::invalid_argument, one line.
    void validate() const;
};

std::vector<std::string_view> preset_names();
/// A preset's name, or a YAML file. Throws std::invalid_argument "FILE:LINE: reason" for unknown or missing keys.
Recipe find_recipe(const std::string& preset_or_file);

} // namespace stavp::workloads
