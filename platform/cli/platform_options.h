#pragma once

#include "platform/cli/arguments.h"
#include "platform/config/platform_config.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp::cli {

/// --config and --set.
void add_platform_options(boost::program_options::options_description& options);

/// The platform that --config and --set name, then `overrides`. Throws config::ConfigError.
config::PlatformConfig read_platform(const boost::program_options::variables_map& values,
                                     const std::vector<std::string>& overrides = {});

/// The same choice as arguments for `stavp run`.
Arguments platform_arguments(const boost::program_options::variables_map& values);

std::optional<std::string> text_of(const boost::program_options::variables_map& values, const char* option);

} // namespace stavp::cli
