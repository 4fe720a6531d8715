#pragma once

#include "platform/cli/register_blocks.h"

#include <span>
#include <string>

namespace stavp::cli {

/// A CMSIS-SVD 1.3 description of the blocks, for debuggers.
std::string svd(std::span<const RegisterBlock> blocks, const std::string& version);

} // namespace stavp::cli
