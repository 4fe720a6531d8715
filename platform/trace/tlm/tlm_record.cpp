#include "platform/trace/tlm/tlm_record.h"

#include <array>
#include <cstddef>

namespace stavp::trace {

std::string_view name_of(TlmPath path) {
    constexpr std::array<std::string_view, 3> kNames = {"blocking", "non_blocking", "dmi"};
    return kNames.at(static_cast<std::size_t>(path));
}

std::string_view name_of(TlmStatus status) {
    constexpr std::array<std::string_view, 7> kNames = {
        "ok", "incomplete", "generic_error", "address_error", "command_error", "burst_error", "byte_enable_error"};
    return kNames.at(static_cast<std::size_t>(status));
}

} // namespace stavp::trace
