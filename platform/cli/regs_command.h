#pragma once

#include "platform/cli/arguments.h"

namespace stavp::cli {

/// `stavp regs diff`, what stands behind these words.
int regs_diff_command(const Arguments& arguments);

} // namespace stavp::cli
