#pragma once

#include "platform/config/platform_config.h"

#include <string>

namespace stavp::sweep {

/// A text that is equal for two configurations if and only if they simulate the same machine and count the same
/// energy: every key, and the contents of the tables that keys name.
std::string identity_of(const config::PlatformConfig& config);

} // namespace stavp::sweep
