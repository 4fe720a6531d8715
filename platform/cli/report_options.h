#pragma once

#include "platform/cli/arguments.h"
#include "platform/config/platform_config.h"
#include "platform/run/run_folder.h"
#include "platform/run/run_result.h"

#include <cstdint>
#include <optional>

namespace stavp::cli {

/// --roofline, --bottlenecks, --what-if, --energy, --profile.
void add_report_options(boost::program_options::options_description& options);

/// How many functions --profile shows; none without the option. Throws InputError for anything but a number.
std::optional<std::uint64_t> profile_rows(const boost::program_options::variables_map& values);

/// Prints what the options ask for; what --what-if found goes into `folder` as well, if there is one.
void print_reports(const boost::program_options::variables_map& values, const RunResult& result, RunFolder* folder);

} // namespace stavp::cli
