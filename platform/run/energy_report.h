#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stavp {

/// An energy with its bounds. Bounds add up as if all figures were wrong in the same direction.
struct Energy {
    double pj = 0;
    double low_pj = 0;
    double high_pj = 0;

    Energy& operator+=(const Energy& other) {
        pj += other.pj;
        low_pj += other.low_pj;
        high_pj += other.high_pj;
        return *this;
    }
};

/// count x pj_each.
struct ActionEnergy {
    std::string part; ///< "sta", "dram"
    std::string action;
    std::uint64_t count = 0;
    double pj_each = 0;
    double factor = 1; ///< uncertainty of pj_each, both ways
    Energy energy;
};

struct PartEnergy {
    std::string part;
    Energy energy;
};

/// Where the energy of a run or of a layer went.
struct EnergyReport {
    std::vector<ActionEnergy> actions;
    std::vector<PartEnergy> parts; ///< sums over the actions of each
    Energy total;
};

} // namespace stavp
