#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <tlm>

namespace stavp {

/// The answer that a plain memory of `capacity` bytes gives to a payload, before any byte moves.
inline tlm::tlm_response_status check_memory_access(const tlm::tlm_generic_payload& payload, std::uint64_t capacity) {
    const auto bytes = payload.get_data_length();
    if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
    if (bytes == 0 || bytes > capacity || payload.get_address() > capacity - bytes)
        return tlm::TLM_ADDRESS_ERROR_RESPONSE;
    if (payload.get_streaming_width() < bytes) return tlm::TLM_BURST_ERROR_RESPONSE;
    return tlm::TLM_OK_RESPONSE;
}

/// Copies a checked payload from or to `memory`.
inline void copy_payload(const tlm::tlm_generic_payload& payload, std::uint8_t* memory) {
    auto* place = memory + payload.get_address();
    if (payload.is_read()) std::memcpy(payload.get_data_ptr(), place, payload.get_data_length());
    if (payload.is_write()) std::memcpy(place, payload.get_data_ptr(), payload.get_data_length());
}

/// Debug access: moves the bytes that lie inside the memory, returns how many.
inline unsigned debug_memory_access(const tlm::tlm_generic_payload& payload, std::span<std::uint8_t> memory) {
    const auto address = payload.get_address();
    if (address >= memory.size()) return 0;
    const auto room = memory.size() - address;
    const auto bytes = payload.get_data_length() < room ? payload.get_data_length() : static_cast<unsigned>(room);
    if (payload.is_read()) std::memcpy(payload.get_data_ptr(), memory.data() + address, bytes);
    if (payload.is_write()) std::memcpy(memory.data() + address, payload.get_data_ptr(), bytes);
    return bytes;
}

} // namespace stavp
