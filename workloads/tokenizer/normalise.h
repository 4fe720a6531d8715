#pragma once

#include <string>
#include <string_view>

namespace stavp::workloads {

/// Unicode normalisation form KC (Unicode Standard Annex 15) as code points. Throws std::invalid_argument if `utf8` is
/// not valid UTF-8.
std::u32string normalise_nfkc(std::string_view utf8);

} // namespace stavp::workloads
