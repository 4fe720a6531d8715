#include "platform/cli/share.h"

namespace stavp::cli {

namespace {

std::filesystem::path program_folder() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

} // namespace

std::filesystem::path share_folder() {
    const auto installed = program_folder().parent_path() / "share" / "stavp";
    return std::filesystem::exists(installed / "configs") ? installed : std::filesystem::path(STAVP_SOURCE_DIR);
}

std::filesystem::path default_firmware(bool protect) {
    const auto* name = protect ? "scheduler_protected.elf" : "scheduler.elf";
    const auto installed = share_folder() / "firmware" / name;
    return std::filesystem::exists(installed) ? installed : program_folder().parent_path() / "firmware" / name;
}

ReportSources report_sources() {
    const auto beside = program_folder().parent_path() / "share" / "stavp" / "report_page";
    const auto library = beside / "echarts" / "echarts.min.js";
    if (std::filesystem::exists(beside / "page"))
        return {{beside / "page", beside / "notices", library}, beside / "svg" / "render.mjs"};
    const std::filesystem::path source = STAVP_SOURCE_DIR;
    const auto sources = source / "platform" / "report_page";
    return {{sources / "page", source / "third_party" / "echarts", library}, sources / "svg" / "render.mjs"};
}

} // namespace stavp::cli
