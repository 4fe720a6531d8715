#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stavp::config {

/// The candidate nearest to a mistyped word, "" if none is near (more than a third of the word would have to change).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
/// " (did you mean 'x'?)" or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);
/// The same for a dotted key among all `keys`: a near one, a near group of keys, else the only one with its last part.
std::string suggest_key(const std::string& key, const std::vector<std::string>& keys);

} // namespace stavp::config
