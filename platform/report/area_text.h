#pragma once

#include "platform/energy/area_model.h"

#include <string>

namespace stavp {

/// What a platform takes in both technologies.
struct AreaReport {
    std::string asic_table;
    double node_nm = 0;
    std::string fpga_table;
    std::vector<AreaItem> asic;
    std::vector<AreaItem> fpga;
};

std::string area_text(const AreaReport& report);
std::string area_json(const AreaReport& report);

} // namespace stavp
