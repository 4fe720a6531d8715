#pragma once

#include "platform/config/effective_file.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp {

/// A configuration key that two runs do not share.
struct KeyDiff {
    std::string key;
    std::optional<std::string> a; ///< none: a run of a version that did not know the key
    std::optional<std::string> b;
    std::string unit; ///< "" where it has none; sizes carry theirs in the value
};

/// The keys whose values differ, in the order of A, then those that only B has.
std::vector<KeyDiff> diff_keys(const config::KeyTexts& a, const config::KeyTexts& b);

} // namespace stavp
