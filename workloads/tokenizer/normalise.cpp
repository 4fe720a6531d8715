#include "workloads/tokenizer/normalise.h"

#include <utf8proc.h>

#include <stdexcept>
#include <vector>

namespace stavp::workloads {

std::u32string normalise_nfkc(std::string_view utf8) {
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const auto length = static_cast<utf8proc_ssize_t>(utf8.size());
    const utf8proc_ssize_t needed = utf8proc_decompose(bytes, length, nullptr, 0, options);
    if (needed < 0) throw std::invalid_argument("text is not valid UTF-8");
    std::vector<utf8proc_int32_t> points(static_cast<std::size_t>(needed) + 1);
    utf8proc_decompose(bytes, length, points.data(), needed, options);
    const utf8proc_ssize_t composed = utf8proc_normalize_utf32(points.data(), needed, options);
    return {points.begin(), points.begin() + composed};
}

} // namespace stavp::workloads
