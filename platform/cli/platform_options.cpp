#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

std::vector<std::string> assignments(const po::variables_map& values) {
    return values.count("set") != 0 ? values["set"].as<std::vector<std::string>>() : std::vector<std::string>();
}

std::string platform_file(const po::variables_map& values) {
    return text_of(values, "config").value_or((share_folder() / "configs" / "platforms" / "default.yaml").string());
}

} // namespace

void add_platform_options(po::options_description& options) {
    options.add_options()("config,c", po::value<std::string>()->value_name("FILE"),
                          "platform (default: configs/platforms/default.yaml)")(
        "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"), "override a key");
}

config::PlatformConfig read_platform(const po::variables_map& values, const std::vector<std::string>& overrides) {
    auto all = assignments(values);
    all.insert(all.end(), overrides.begin(), overrides.end());
    return config::load_platform(platform_file(values), all, share_folder() / "configs" / "dram");
}

Arguments platform_arguments(const po::variables_map& values) {
    Arguments arguments{"-c", platform_file(values)};
    for (const auto& assignment : assignments(values))
        arguments.insert(arguments.end(), {"--set", assignment});
    return arguments;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* option) {
    if (values.count(option) == 0) return std::nullopt;
    return values[option].as<std::string>();
}

} // namespace stavp::cli
