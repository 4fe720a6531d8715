#pragma once

#include "workloads/cli/command.h"

#include <boost/program_options.hpp>
#include <optional>

namespace stavp::workloads::cli {

/// What a command takes: its options and its positional arguments.
struct Syntax {
    const char* usage; ///< e.g. "nmprune inspect FILE.nmw [--json]"
    const char* about; ///< a sentence or two for --help
    boost::program_options::options_description options{"options"};
    boost::program_options::positional_options_description positional{};
};

/// Parses `args`; --help is added. Prints the help and returns nothing if it was asked for. Throws UsageError.
/// Positional arguments must be among the options; `hidden` keeps them out of the help.
std::optional<boost::program_options::variables_map>
parse(const Syntax& syntax, const boost::program_options::options_description& hidden, Arguments args);

} // namespace stavp::workloads::cli
