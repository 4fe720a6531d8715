#pragma once

#include "workloads/format/nmw.h"

#include <string>
#include <string_view>

namespace stavp::workloads {

/// The name in a NUL-terminated field of a checked structure.
std::string_view name_of(const nmw_tensor& tensor);
std::string_view name_of(const nmw_layer& layer);
std::string_view name_of(const nmw_header& header);

/// 1 to NMW_NAME_BYTES-1 printable ASCII characters, NUL-padded to the end of the field.
bool is_name(const char (&field)[NMW_NAME_BYTES]);
bool is_name(std::string_view text);

/// Lower-case names as used in messages and reports; "kind 99" and the like for unknown values.
std::string section_name(std::uint32_t kind);
std::string dtype_name(std::uint32_t dtype);
std::string encoding_name(std::uint32_t encoding);
std::string op_name(std::uint32_t op);

} // namespace stavp::workloads
