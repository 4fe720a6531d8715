#pragma once

#include "models/core/regs/register_map.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::regs {

/// One difference between two register maps.
struct MapChange {
    std::string block;
    std::string name; ///< "", REGISTER or REGISTER.FIELD
    std::string what; ///< added, removed, renamed, or the property that changed
    std::string before;
    std::string after;
    bool breaks; ///< firmware that was written for the old map
};

/// What changed from one block to its next version: by names, in the order of the old map, then what was added.
/// A register or field that is gone while a new one of another name lies at its place was renamed.
///
/// Firmware breaks where something that it names is gone or lies elsewhere, an access that it makes is no longer taken
/// or means something else, or a bit that it writes no longer counts. It does not where something was added in free
/// places, where it may do more than before, or where reset values or texts changed.
std::vector<MapChange> diff(const RegisterMap& before, const RegisterMap& after);

/// The same over all blocks, by their names.
std::vector<MapChange> diff(const std::vector<RegisterMap>& before, const std::vector<RegisterMap>& after);

/// A block's file, or every block below a folder; files without a key `block` are there to be included. Throws
/// std::runtime_error as load_register_map, and where there is no block.
std::vector<RegisterMap> load_register_maps(const std::filesystem::path& path);

} // namespace stavp::regs
