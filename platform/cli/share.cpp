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
    return std::filesystem::exists(installed) ? installed : std::filesystem::path(STAVP_SOURCE_DIR);
}

std::filesystem::path default_firmware() {
    const auto installed = share_folder() / "firmware" / "scheduler.elf";
    return std::filesystem::exists(installed) ? installed
                                              : program_folder().parent_path() / "firmware" / "scheduler.elf";
}

} // namespace stavp::cli
