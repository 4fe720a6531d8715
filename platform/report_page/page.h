#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace stavp {

/// Where the parts of the page lie.
struct PageSources {
    std::filesystem::path page;    ///< template.html, style.css, modules.txt and the modules
    std::filesystem::path notices; ///< licence texts of the chart library
    std::filesystem::path library; ///< echarts.min.js
};

/// One HTML file that needs no other: styles, scripts, chart library and data are in it, and its
/// Content-Security-Policy allows these scripts only, and no connection. Throws InputError if a part is missing.
std::string report_html(const nlohmann::ordered_json& data, const PageSources& sources, const std::string& program);

/// JSON that may stand in an HTML element and in a script: without '<'.
std::string embedded_json(const nlohmann::ordered_json& data);

} // namespace stavp
