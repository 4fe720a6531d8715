#include "tests/isa/board.h"

#include <cstring>

namespace stavp::isa {

namespace {

const sc_core::sc_time kDelay(10, sc_core::SC_NS);

u8* within(std::vector<u8>& bytes, u64 base, const tlm::tlm_generic_payload& payload) {
    const u64 address = payload.get_address();
    if (address < base || address - base > bytes.size() - payload.get_data_length()) return nullptr;
    return bytes.data() + (address - base);
}

} // namespace

Board::Board(sc_core::sc_module_name name, const CpuConfig& config, bool dmi)
    : sc_module(name), cpu("cpu", config), socket_("socket"), dmi_(dmi) {
    socket_.register_b_transport(this, &Board::b_transport);
    socket_.register_get_direct_mem_ptr(this, &Board::get_direct_mem_ptr);
    cpu.master.socket.bind(socket_);
    cpu.timer_irq(timer_);
    cpu.software_irq(software_);
    cpu.external_irq(external_);
}

void Board::load(const Program& program) {
    std::memcpy(ram.data(), program.ram.data(), ram.size());
    std::memcpy(slow.data(), program.slow.data(), slow.size());
    device.assign(device.size(), 0);
    device_writes = 0;
}

u64 Board::lines() const {
    return static_cast<u64>(timer_.read()) << 7 | static_cast<u64>(software_.read()) << 3 |
           static_cast<u64>(external_.read()) << 11;
}

void Board::set_lines(u64 mip) {
    timer_.write((mip >> 7 & 1) != 0);
    software_.write((mip >> 3 & 1) != 0);
    external_.write((mip >> 11 & 1) != 0);
}

void Board::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    const auto bytes = payload.get_data_length();
    delay += kDelay;
    payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    auto* host = within(ram, kRam, payload);
    if (host == nullptr) host = within(slow, kSlowRam, payload);
    if (host == nullptr && payload.get_address() % bytes == 0) {
        host = within(device, kDevice, payload);
        if (host != nullptr && payload.is_write()) ++device_writes;
    }
    if (host == nullptr) return;
    if (payload.is_read())
        std::memcpy(payload.get_data_ptr(), host, bytes);
    else
        std::memcpy(host, payload.get_data_ptr(), bytes);
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
}

bool Board::get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& dmi) {
    const u64 address = payload.get_address();
    if (!dmi_ || address < kRam || address - kRam >= kRamBytes) return false;
    dmi.set_start_address(kRam);
    dmi.set_end_address(kRam + kRamBytes - 1);
    dmi.set_dmi_ptr(ram.data());
    dmi.allow_read_write();
    return true;
}

} // namespace stavp::isa
