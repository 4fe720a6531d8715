#pragma once

#include "platform/cli/arguments.h"
#include "platform/config/platform_config.h"
#include "platform/run/run_folder.h"
#include "platform/run/run_result.h"

namespace stavp::cli {

/// --roofline, --bottlenecks, --what-if, --energy.
void add_report_options(boost::program_options::options_description& options);

/// Prints what the options ask for; what --what-if found goes into `folder` as well, if there is one.
void print_reports(const boost::program_options::variables_map& values, const RunResult& result, RunFolder* folder);

} // namespace stavp::cli
