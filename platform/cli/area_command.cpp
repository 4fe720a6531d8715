#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"
#include "platform/report/area_text.h"

#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

int area_command(const Arguments& arguments) {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("asic", po::value<std::string>()->default_value("asic45")->value_name("NAME"),
                          "configs/area/NAME.yaml: asic45, asic7")(
        "fpga", po::value<std::string>()->default_value("ultrascale_plus")->value_name("NAME"),
        "configs/area/NAME.yaml")("json", "machine-readable, with every item");
    const auto values = parse("area", arguments, options, {});
    if (values.count("help") != 0) {
        std::ostringstream text;
        text << options;
        fmt::print(
            "usage: stavp area [-c PLATFORM.yaml]\n\n"
            "Estimates the FPGA resources and the ASIC area of a platform, with bounds; DRAM not included.\n\n{}",
            text.str());
        return kGood;
    }
    const auto config = read_platform(values);
    std::vector<std::filesystem::path> folders;
    if (const auto file = text_of(values, "config"))
        folders.push_back(std::filesystem::path(*file).parent_path() / ".." / "area");
    folders.push_back(share_folder() / "configs" / "area");
    const auto asic = config::load_asic_area("--asic", *text_of(values, "asic"), folders);
    const auto fpga = config::load_fpga_area("--fpga", *text_of(values, "fpga"), folders);
    const AreaReport report{asic.name, asic.node_nm, fpga.name, asic_area(config, asic), fpga_area(config, fpga)};
    fmt::print("{}", values.count("json") != 0 ? area_json(report) : area_text(report));
    return kGood;
}

} // namespace stavp::cli
