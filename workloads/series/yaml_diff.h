#pragma once

#include <set>
#include <string>
#include <vector>

namespace stavp::workloads::series {

struct Difference {
    std::string key;
    std::string first; ///< "-" where the key is absent
    std::string second;
};

/// The dotted keys in which two YAML texts differ, but for `ignored` ones. Lists count as one value.
std::vector<Difference> yaml_differences(const std::string& first, const std::string& second,
                                         const std::set<std::string>& ignored = {});

/// "seed (1, 2), dense.epochs (3, 4)"; the first few and how many more.
std::string describe(const std::vector<Difference>& differences);

} // namespace stavp::workloads::series
