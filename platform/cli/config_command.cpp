#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/share.h"
#include "platform/config/platform_config.h"

#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

int config_command(const Arguments& arguments) {
    po::options_description options("options");
    options.add_options()("help,h", "this text")(
        "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"), "override a key");
    po::options_description all;
    all.add(options).add_options()("action", po::value<std::string>())("file", po::value<std::string>());
    po::positional_options_description positional;
    positional.add("action", 1).add("file", 1);
    const auto values = parse("config", arguments, all, positional);
    if (values.count("help") != 0) {
        fmt::print("usage: stavp config check FILE    says nothing and exits with 0 if FILE is right\n"
                   "       stavp config dump [FILE]   shows every key with its value, range and meaning\n\n");
        std::ostringstream text;
        text << options;
        fmt::print("{}", text.str());
        return kGood;
    }
    const auto action = values.count("action") != 0 ? values["action"].as<std::string>() : "";
    if (action != "check" && action != "dump")
        usage_error("config", action.empty() ? "expected check or dump"
                                             : fmt::format("expected check or dump, got '{}'", action));
    if (action == "check" && values.count("file") == 0) usage_error("config", "check needs a FILE");
    const auto file = values.count("file") != 0 ? std::filesystem::path(values["file"].as<std::string>())
                                                : share_folder() / "configs" / "platforms" / "default.yaml";
    const auto overrides =
        values.count("set") != 0 ? values["set"].as<std::vector<std::string>>() : std::vector<std::string>();
    const auto config = config::load_platform(file, overrides, share_folder() / "configs" / "dram");
    if (action == "dump") fmt::print("{}", config.text);
    return kGood;
}

} // namespace stavp::cli
