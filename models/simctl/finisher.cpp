#include "models/simctl/finisher.h"

#include "regs/finisher_regs.hpp"

#include <cstring>

namespace stavp {

namespace reg = regs::finisher;

namespace {

constexpr std::uint32_t kPass = 0x5555;
constexpr std::uint32_t kFail = 0x3333;
constexpr std::uint32_t kReset = 0x7777;

bool takes(const tlm::tlm_generic_payload& payload) {
    const auto bytes = payload.get_data_length();
    return (bytes == 2 || bytes == 4) && payload.get_address() % bytes == 0 && payload.get_address() < reg::kSizeBytes;
}

} // namespace

Finisher::Finisher(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), socket("socket"), latency_(latency) {
    socket.register_b_transport(this, &Finisher::b_transport);
    socket.register_transport_dbg(this, &Finisher::transport_dbg);
}

void Finisher::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    delay += latency_;
    if (payload.get_byte_enable_ptr() != nullptr) {
        payload.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
        return;
    }
    if (!takes(payload)) {
        payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        return;
    }
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    if (payload.is_read() && misuse_ && payload.get_address() == reg::kTable[reg::COMMAND].offset)
        misuse_({RegisterMisuse::Kind::write_only, payload.get_address(), 0});
    if (payload.is_read()) std::memset(payload.get_data_ptr(), 0, payload.get_data_length());
    if (payload.is_write() && payload.get_address() == reg::kTable[reg::COMMAND].offset) {
        std::uint32_t value = 0;
        std::memcpy(&value, payload.get_data_ptr(), payload.get_data_length());
        command(value);
    }
}

unsigned Finisher::transport_dbg(tlm::tlm_generic_payload& payload) {
    if (!payload.is_read() || !takes(payload)) return 0;
    std::memset(payload.get_data_ptr(), 0, payload.get_data_length());
    return payload.get_data_length();
}

void Finisher::command(std::uint32_t value) {
    const auto status = static_cast<std::uint32_t>(value & reg::COMMAND_STATUS);
    const auto code = static_cast<int>((value & reg::COMMAND_CODE) >> reg::COMMAND_CODE_SHIFT);
    if (status == kReset && reset_) {
        reset_();
    } else if (status == kPass || status == kReset) {
        if (exit_) exit_(0);
    } else if (status == kFail && exit_) {
        exit_(code);
    }
}

} // namespace stavp
