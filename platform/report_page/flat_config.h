#pragma once

#include <map>
#include <string>

namespace stavp {

/// "sta.rows" -> "32": every scalar of a YAML text by its whole key; sequences as "[a, b]".
using FlatConfig = std::map<std::string, std::string>;

/// Throws InputError "NAME: ..." if it is no YAML.
FlatConfig flatten_yaml(const std::string& yaml, const std::string& name);

} // namespace stavp
