#pragma once

#include "models/ddr/ddr_config.h"

namespace stavp::test {

/// Consecutive bursts stay in one row of one bank, so that a test chooses bank, group and row by the address alone.
inline DdrConfig linear_config() {
    DdrConfig config;
    config.address_map = "row bank bankgroup column";
    return config;
}

} // namespace stavp::test
