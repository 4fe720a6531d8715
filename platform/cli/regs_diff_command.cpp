#include "models/core/regs/map_diff.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/regs_command.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr auto kCommand = "regs diff";
constexpr int kDifferent = 1;

std::vector<regs::RegisterMap> load(const std::string& path) {
    try {
        return regs::load_register_maps(path);
    } catch (const std::runtime_error& error) {
        throw InputError(error.what());
    }
}

std::string full_name(const regs::MapChange& change) {
    return change.name.empty() ? change.block : change.block + "." + change.name;
}

std::string describe(const regs::MapChange& change) {
    if (change.what == "added") return "added at " + change.after;
    if (change.what == "removed") return "removed from " + change.before;
    if (change.what == "renamed") return "renamed to " + change.after;
    if (change.what == "doc") return "other text";
    return fmt::format("{} {} > {}", change.what, change.before, change.after);
}

std::string text_of(const std::vector<regs::MapChange>& changes, std::ptrdiff_t breaking) {
    if (changes.empty()) return "no difference\n";
    std::size_t width = 0;
    for (const auto& change : changes)
        width = std::max(width, full_name(change).size());
    std::string text;
    for (const auto& change : changes)
        text += fmt::format("{:<6}  {:<{}}  {}\n", change.breaks ? "breaks" : "", full_name(change), width,
                            describe(change));
    return text + fmt::format("{} changes, {} of them break firmware\n", changes.size(), breaking);
}

std::string json_of(const std::vector<regs::MapChange>& changes, std::ptrdiff_t breaking) {
    constexpr int kIndent = 2;
    nlohmann::ordered_json json = {{"breaking", breaking}, {"changes", nlohmann::ordered_json::array()}};
    for (const auto& change : changes)
        json["changes"].push_back({{"block", change.block},
                                   {"name", change.name},
                                   {"what", change.what},
                                   {"before", change.before},
                                   {"after", change.after},
                                   {"breaks", change.breaks}});
    return json.dump(kIndent) + "\n";
}

} // namespace

int regs_diff_command(const Arguments& arguments) {
    po::options_description options;
    options.add_options()("help,h", "this text")("json", "for programs")("maps", po::value<std::vector<std::string>>());
    po::positional_options_description places;
    places.add("maps", -1);
    const auto values = parse(kCommand, arguments, options, places);
    if (values.count("help") != 0) {
        fmt::print("usage: stavp regs diff OLD NEW [--json]\n\n"
                   "Compares two *.regs.yaml, or all below two folders. Exit code 0: the same, 1: different.\n"
                   "Marks what breaks firmware that was written for OLD (docs/regs-diff.md).\n");
        return kGood;
    }
    const auto maps =
        values.count("maps") == 0 ? std::vector<std::string>() : values["maps"].as<std::vector<std::string>>();
    if (maps.size() != 2) usage_error(kCommand, "expected two *.regs.yaml or folders");
    const auto before = load(maps[0]);
    const auto changes = regs::diff(before, load(maps[1]));
    const auto breaking = std::ranges::count_if(changes, &regs::MapChange::breaks);
    fmt::print("{}", values.count("json") != 0 ? json_of(changes, breaking) : text_of(changes, breaking));
    return changes.empty() ? kGood : kDifferent;
}

} // namespace stavp::cli
