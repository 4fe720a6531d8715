#include "workloads/format/names.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

namespace stavp::workloads {
namespace {

std::string_view field_text(const char (&field)[NMW_NAME_BYTES]) {
    return {field, ::strnlen(field, NMW_NAME_BYTES)};
}

} // namespace

std::string_view name_of(const nmw_tensor& tensor) {
    return field_text(tensor.name);
}
std::string_view name_of(const nmw_layer& layer) {
    return field_text(layer.name);
}
std::string_view name_of(const nmw_header& header) {
    return field_text(header.name);
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() < NMW_NAME_BYTES &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_name(const char (&field)[NMW_NAME_BYTES]) {
    const std::string_view text = field_text(field);
    return is_name(text) && std::all_of(field + text.size(), field + NMW_NAME_BYTES, [](char c) { return c == 0; });
}

std::string section_name(std::uint32_t kind) {
    switch (kind) {
    case NMW_SECTION_LAYERS:
        return "layers";
    case NMW_SECTION_TENSORS:
        return "tensors";
    case NMW_SECTION_SEQUENCES:
        return "sequences";
    case NMW_SECTION_DATA:
        return "data";
    case NMW_SECTION_GOLDEN:
        return "golden";
    case NMW_SECTION_FLOAT:
        return "float";
    case NMW_SECTION_META:
        return "meta";
    default:
        return fmt::format("kind {}", kind);
    }
}

std::string dtype_name(std::uint32_t dtype) {
    static constexpr std::array names{"", "int8", "uint8", "int16", "int32"};
    return dtype >= NMW_I8 && dtype <= NMW_I32 ? names[dtype] : fmt::format("dtype {}", dtype);
}

std::string encoding_name(std::uint32_t encoding) {
    static constexpr std::array names{"dense", "bitmap", "index"};
    return encoding <= NMW_INDEX ? names[encoding] : fmt::format("encoding {}", encoding);
}

std::string op_name(std::uint32_t op) {
    static constexpr std::array names{"", "gemm", "attention", "layernorm", "add", "requant", "lut", "meanpool"};
    return op >= NMW_OP_GEMM && op <= NMW_OP_MEANPOOL ? names[op] : fmt::format("op {}", op);
}

} // namespace stavp::workloads
