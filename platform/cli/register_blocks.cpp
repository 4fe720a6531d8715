#include "platform/cli/register_blocks.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace stavp::cli {

namespace {

constexpr std::string_view kSuffix = ".regs.yaml";

std::filesystem::path find_file(const std::filesystem::path& models, std::string_view block) {
    const auto wanted = std::string(block) + std::string(kSuffix);
    std::error_code ignored;
    for (const auto& folder : std::filesystem::directory_iterator(models, ignored))
        if (std::filesystem::exists(folder.path() / wanted)) return folder.path() / wanted;
    return {};
}

} // namespace

std::vector<RegisterBlock> load_register_blocks(const std::filesystem::path& models) {
    std::vector<RegisterBlock> blocks;
    for (const auto& region : memory_map::kDevices) {
        const auto file = find_file(models, region.name);
        if (file.empty()) throw InputError(models.string() + ": no " + std::string(region.name) + ".regs.yaml in it");
        try {
            blocks.push_back({regs::load_register_map(file), region});
        } catch (const std::runtime_error& error) {
            throw InputError(error.what());
        }
    }
    std::sort(blocks.begin(), blocks.end(),
              [](const RegisterBlock& a, const RegisterBlock& b) { return a.region.base < b.region.base; });
    return blocks;
}

} // namespace stavp::cli
