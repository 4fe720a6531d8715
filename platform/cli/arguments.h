#pragma once

#include "platform/run/input_error.h"

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace stavp::cli {

/// What a command was called with, without the program's and the command's name.
using Arguments = std::vector<std::string>;

/// Parses without abbreviations; throws InputError "stavp COMMAND: ..." for anything unknown or ill-formed.
boost::program_options::variables_map parse(const std::string& command, const Arguments& arguments,
                                            const boost::program_options::options_description& options,
                                            const boost::program_options::positional_options_description& positional);

/// Usage errors of a command, one line.
[[noreturn]] void usage_error(const std::string& command, const std::string& reason);

/// A whole number from `least` on.
std::uint64_t parse_count(const std::string& command, const std::string& option, const std::string& text,
                          std::uint64_t least = 1);

} // namespace stavp::cli
