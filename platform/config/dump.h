#pragma once

#include "platform/config/field.h"

#include <string>

namespace stavp::config {

/// Every key of the schema with its present value, and its unit, range and meaning as comments: a file that the
/// reader takes back, and whose dump is itself.
std::string dump(const Schema& schema);

} // namespace stavp::config
