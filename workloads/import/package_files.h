#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stavp::workloads {

using PackageFiles = std::map<std::string, std::vector<std::uint8_t>>;

/// The regular files of an npm package by their path inside it ("dist/model.json"): a .tgz as `npm pack` makes it, or
/// the folder `dist` of the unpacked package (with or without the top folder "package"). Throws FormatError (one line)
/// for a missing, truncated or damaged archive.
PackageFiles read_package(const std::filesystem::path& path);

} // namespace stavp::workloads
