#pragma once

#include <string>
#include <string_view>

namespace stavp {

/// SHA-256, lower-case hexadecimal.
std::string sha256_hex(std::string_view text);
/// SHA-256 in base 64, as a Content-Security-Policy wants it.
std::string sha256_base64(std::string_view text);

} // namespace stavp
