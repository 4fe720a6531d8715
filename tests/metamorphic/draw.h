#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// A random machine and a random workload for it.
struct Draw {
    std::string shape_yaml; ///< of `nmprune synth --shape`
    std::string synth;      ///< further options of `nmprune synth`
    std::string platform;   ///< `--set` options of `stavp run`
};

/// Number `index` of a fixed sequence: equal indices give equal draws everywhere.
Draw draw(std::uint32_t index);

/// One change of a machine that makes it better in one respect, as `--set` options before and after.
struct Improvement {
    std::string name;
    std::string before;
    std::string after;
};

/// All improvements that the suite knows; draw i tries number i modulo their count.
const std::vector<Improvement>& improvements();
