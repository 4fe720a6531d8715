#include "platform/sweep/installation.h"
#include "platform/sweep/digest.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;

constexpr std::array kTableFolders = {"dram", "energy", "energy/dram", "area"};

/// Of each table by its name, without its place.
std::string digest_of_tables(const fs::path& configs) {
    std::string text;
    std::error_code ignored;
    for (const auto* folder : kTableFolders) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(configs / folder, ignored))
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const auto& file : files)
            text += fmt::format("{}/{} {}\n", folder, file.filename().string(), digest_of_file(file));
    }
    return digest_of(text);
}

fs::path beside(const fs::path& platform) {
    return platform.parent_path() / "..";
}

} // namespace

std::vector<std::pair<std::string, std::string>> input_digests(const fs::path& sweep_file, const fs::path& platform,
                                                               const Installation& installation) {
    return {{"sweep file", digest_of_file(sweep_file)},
            {"platform", digest_of_file(platform)},
            {"tables beside the platform", digest_of_tables(beside(platform))},
            {"tables of stavp", digest_of_tables(installation.configs)},
            {"firmware", digest_of_file(installation.firmware)},
            {"protected firmware", digest_of_file(installation.protected_firmware)},
            {"stavp", digest_of_file(installation.program)}};
}

AreaTables load_area_tables(const fs::path& platform, const Installation& installation) {
    const std::vector folders = {beside(platform) / "area", installation.configs / "area"};
    return {config::load_asic_area("area", "asic45", folders),
            config::load_fpga_area("area", "ultrascale_plus", folders)};
}

} // namespace stavp::sweep
