#pragma once

#include "models/ddr/ddr_config.h"

#include <string>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace stavp::test {

inline const std::vector<std::string> kGrades = {"ddr3_1600", "ddr4_2400", "hbm2", "lpddr4_3200"};

inline YAML::Node grade_file(const std::string& grade) {
    return YAML::LoadFile(std::string(STAVP_DRAM_CONFIGS) + "/" + grade + ".yaml");
}

inline DramTiming timing_of(const std::string& grade) {
    DramTiming timing;
    const auto file = grade_file(grade);
    for (const auto& field : kDramTimingFields)
        timing.*field.member = file[std::string(field.name)].as<std::uint32_t>();
    return timing;
}

} // namespace stavp::test
