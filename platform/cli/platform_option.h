#pragma once

#include "platform/cli/arguments.h"
#include "platform/config/platform_config.h"

#include <optional>

namespace stavp::cli {

/// Adds --config and --set.
void add_platform_options(boost::program_options::options_description& options);

/// The platform that they name, configs/platforms/default.yaml without --config, with `more` overrides at the end.
config::PlatformConfig read_platform(const boost::program_options::variables_map& values,
                                     const std::vector<std::string>& more = {});

/// The text given to an option, if it was.
std::optional<std::string> text_of(const boost::program_options::variables_map& values, const char* option);

} // namespace stavp::cli
