#include "workloads/cli/options.h"

#include <iostream>
#include <sstream>

namespace stavp::workloads::cli {
namespace po = boost::program_options;

std::optional<po::variables_map> parse(const Syntax& syntax, const po::options_description& hidden, Arguments args) {
    po::options_description visible("options");
    visible.add(syntax.options).add_options()("help,h", "show this text");
    po::options_description all;
    all.add(visible).add(hidden);
    try {
        po::variables_map values;
        po::store(po::command_line_parser(std::vector<std::string>(args.begin(), args.end()))
                      .options(all)
                      .positional(syntax.positional)
                      .style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing)
                      .run(),
                  values);
        if (values.contains("help")) {
            std::cout << "usage: " << syntax.usage << "\n\n" << syntax.about << "\n\n" << visible;
            return std::nullopt;
        }
        po::notify(values);
        return values;
    } catch (const po::error& error) {
        throw UsageError(std::string(error.what()) + "; usage: " + syntax.usage);
    }
}

} // namespace stavp::workloads::cli
