#include "platform/cli/regs_command.h"
#include "models/core/regs/soc_blocks.h"
#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/config/suggest.h"

#include <fmt/format.h>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

std::string list(const regs::PlacedBlock& block) {
    auto text = fmt::format("{} at {:#010x}", block.map.block, block.base);
    if (block.interrupt) text += fmt::format(", interrupt {}", *block.interrupt);
    text += fmt::format("\n{}\n\n", block.map.doc);
    for (const auto& reg : block.map.registers) {
        const auto name = reg.count > 1 ? fmt::format("{}[{}]", reg.name, reg.count) : reg.name;
        text += fmt::format("  {:#08x}  {:<26} {:>2} bit  {:<3}  {:<10}  reset {:#x}  {}\n", reg.offset, name,
                            reg.width_bits, reg.access, reg.kind, reg.reset, reg.doc);
        for (const auto& field : reg.fields)
            text += fmt::format("  {:8}    [{}:{}] {}: {}\n", "", field.high, field.low, field.name, field.doc);
    }
    return text + "\n";
}

std::vector<regs::PlacedBlock> select(std::vector<regs::PlacedBlock> blocks, const std::string& wanted) {
    if (wanted.empty()) return blocks;
    std::vector<std::string> names;
    for (auto& block : blocks) {
        if (block.map.block == wanted) return {block};
        names.push_back(block.map.block);
    }
    usage_error("regs", fmt::format("no block '{}'{}", wanted, config::did_you_mean(wanted, names)));
}

} // namespace

int regs_command(const Arguments& arguments) {
    if (!arguments.empty() && arguments.front() == "diff")
        return regs_diff_command({arguments.begin() + 1, arguments.end()});
    po::options_description options;
    options.add_options()("help,h", "this text")("action", po::value<std::string>()->default_value(""))(
        "block", po::value<std::string>()->default_value(""));
    po::positional_options_description positional;
    positional.add("action", 1).add("block", 1);
    const auto values = parse("regs", arguments, options, positional);
    if (values.count("help") != 0) {
        fmt::print("usage: stavp regs list|header|svd [BLOCK]\n"
                   "       stavp regs diff OLD NEW [--json]\n\n"
                   "  list    offsets, access modes, reset values, fields\n"
                   "  header  the C header for firmware\n"
                   "  svd     CMSIS-SVD, for debuggers\n"
                   "  diff    what changed from one *.regs.yaml, or folder of them, to another\n");
        return kGood;
    }
    const auto action = values["action"].as<std::string>();
    if (action != "list" && action != "header" && action != "svd")
        usage_error("regs", action.empty() ? "expected list, header, svd or diff"
                                           : fmt::format("expected list, header, svd or diff, got '{}'", action));
    const auto blocks = select(regs::soc_blocks(), values["block"].as<std::string>());
    if (action == "svd") fmt::print("{}", regs::svd(blocks, "stavp", STAVP_VERSION));
    for (const auto& block : blocks) {
        if (action == "list") fmt::print("{}", list(block));
        if (action == "header") fmt::print("{}", regs::c_header(block.map));
    }
    return kGood;
}

} // namespace stavp::cli
