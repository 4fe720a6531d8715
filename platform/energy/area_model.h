#pragma once

#include "platform/config/area_tables.h"
#include "platform/config/platform_config.h"

#include <string>
#include <string_view>
#include <vector>

namespace stavp {

/// count x each, of one resource ("um2", "dsp", "lut", "bram36"); the truth between 1 / factor and factor times that.
struct AreaItem {
    std::string_view part; ///< "sta", "weight_buffer"
    std::string_view what; ///< "multipliers"
    std::string_view resource;
    double count = 0;
    double each = 0;
    double factor = 1;

    double amount() const { return count * each; }
};

/// A sum, with bounds as if all figures were wrong in the same direction.
struct AreaSum {
    double amount = 0;
    double low = 0;
    double high = 0;

    void add(const AreaItem& item);
};

/// What each part of a platform takes. The rule is in docs/energy.md. DRAM, its controller and PHY are not in it.
std::vector<AreaItem> asic_area(const config::PlatformConfig& config, const AsicAreaTable& table);
std::vector<AreaItem> fpga_area(const config::PlatformConfig& config, const FpgaAreaTable& table);

/// Of all items of one resource; of one part if `part` is not "".
AreaSum sum_of(const std::vector<AreaItem>& items, std::string_view resource, std::string_view part = "");
/// Each part once, in order.
std::vector<std::string_view> parts_of(const std::vector<AreaItem>& items);

} // namespace stavp
