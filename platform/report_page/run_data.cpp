#include "platform/report_page/run_data.h"
#include "platform/report/summary_file.h"
#include "platform/report_page/digest.h"
#include "platform/report_page/flat_config.h"
#include "platform/run/whole_file.h"

namespace stavp {

nlohmann::ordered_json run_data(const std::filesystem::path& folder) {
    const auto config_file = folder / "config.yaml";
    const auto config = read_whole(config_file);
    auto summary = read_summary(folder);
    for (auto& layer : summary["layers"])
        for (const auto* unused : {"engines", "waits", "host", "bus"})
            layer.erase(unused);
    nlohmann::ordered_json json;
    json["kind"] = "run";
    json["config_sha256"] = sha256_hex(config);
    json["config"] = flatten_yaml(config, config_file.string());
    json["config_text"] = config;
    json["summary"] = std::move(summary);
    return json;
}

} // namespace stavp
