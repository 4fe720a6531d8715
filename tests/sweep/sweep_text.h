#pragma once

#include "platform/config/reader.h"
#include "platform/sweep/plan.h"
#include "platform/sweep/sweep.h"

#include <filesystem>
#include <string>
#include <vector>

/// A sweep file given as text, as if it were "s.yaml" in `folder`.
inline stavp::sweep::Sweep sweep_of(const std::string& yaml, const std::filesystem::path& folder = "") {
    const std::filesystem::path configs = std::filesystem::path(STAVP_SOURCE_DIR) / "configs";
    return stavp::sweep::parse_sweep(yaml, folder / "s.yaml",
                                     {configs / "platforms" / "default.yaml", configs / "dram"});
}

/// All that can be refused before anything runs; "accepted" where nothing is.
inline std::string refusal_of(const std::string& yaml, const std::filesystem::path& folder = "") {
    try {
        stavp::sweep::plan(sweep_of(yaml, folder));
        return "accepted";
    } catch (const stavp::config::ConfigError& error) {
        return error.what();
    }
}

inline std::vector<stavp::sweep::Point> points_of(const std::string& yaml) {
    return stavp::sweep::make_points(sweep_of(yaml))->next({});
}

/// "16 2:4": the values of a point's columns.
inline std::string values_of(const stavp::sweep::Point& point) {
    std::string text;
    for (const auto& [key, value] : point.columns)
        text += (text.empty() ? "" : " ") + value;
    return text;
}

inline std::vector<std::string> rows_of(const std::string& yaml) {
    std::vector<std::string> rows;
    for (const auto& point : points_of(yaml))
        rows.push_back(values_of(point));
    return rows;
}

inline const std::string kSynth = "workload: {synth: bert-base, layers: 1, pattern: \"2:4\"}\n";
