#pragma once

#include "platform/config/scalar.h"

#include <string>
#include <vector>

namespace YAML {
class Node;
}

namespace stavp::sweep {

/// A value as overrides and CSV have it: sizes in bytes, patterns as "2:4". Throws std::invalid_argument with the
/// reason for what the field refuses.
std::string canonical(const config::Field& field, const config::Scalar& scalar);

/// The values of an axis: a list, or {from, to} with step (added), factor (multiplied) or count (evenly spread); a
/// range ends at the last value that is not beyond `to`. Throws std::invalid_argument with the reason.
std::vector<std::string> axis_values(const config::Field& field, const YAML::Node& node);

} // namespace stavp::sweep
