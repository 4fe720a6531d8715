#include "platform/cli/platform_option.h"
#include "platform/cli/share.h"

namespace stavp::cli {

namespace po = boost::program_options;

void add_platform_options(po::options_description& options) {
    options.add_options()("config,c", po::value<std::string>()->value_name("FILE"),
                          "platform (default: configs/platforms/default.yaml)")(
        "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"), "override a key");
}

config::PlatformConfig read_platform(const po::variables_map& values, const std::vector<std::string>& more) {
    auto overrides =
        values.count("set") != 0 ? values["set"].as<std::vector<std::string>>() : std::vector<std::string>();
    overrides.insert(overrides.end(), more.begin(), more.end());
    const auto configs = share_folder() / "configs";
    const auto file = text_of(values, "config").value_or((configs / "platforms" / "default.yaml").string());
    return config::load_platform(file, overrides, configs / "dram");
}

std::optional<std::string> text_of(const po::variables_map& values, const char* option) {
    if (values.count(option) == 0) return std::nullopt;
    return values[option].as<std::string>();
}

} // namespace stavp::cli
