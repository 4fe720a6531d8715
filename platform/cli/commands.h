#pragma once

#include "platform/cli/arguments.h"

namespace stavp::cli {

/// Each returns the exit code, and throws InputError, config::ConfigError or workloads::FormatError for bad input.
int run_command(const Arguments& arguments);
int replay_command(const Arguments& arguments);
int ddr_command(const Arguments& arguments);
int config_command(const Arguments& arguments);
int sweep_command(const Arguments& arguments);
int sweep_task_command(const Arguments& arguments);
int regs_command(const Arguments& arguments);
int report_command(const Arguments& arguments);
int fault_campaign_command(const Arguments& arguments);
int diff_command(const Arguments& arguments);
int why_command(const Arguments& arguments);
int gemm_command(const Arguments& arguments);
int trace_command(const Arguments& arguments);
int area_command(const Arguments& arguments);
int compare_fidelity_command(const Arguments& arguments);

} // namespace stavp::cli
