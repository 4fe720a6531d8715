#include "models/core/bus_master.h"
#include "models/core/operand_access.h"

#include <algorithm>
#include <utility>

namespace stavp {

namespace {

bool allows(const tlm::tlm_dmi& region, tlm::tlm_command command) {
    return command == tlm::TLM_READ_COMMAND ? region.is_read_allowed() : region.is_write_allowed();
}

bool covers(const tlm::tlm_dmi& region, std::uint64_t address, std::uint64_t bytes) {
    return address >= region.get_start_address() && address <= region.get_end_address() &&
           bytes - 1 <= region.get_end_address() - address;
}

void fill(tlm::tlm_generic_payload& payload, tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
          unsigned bytes) {
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(data);
    payload.set_data_length(bytes);
    payload.set_streaming_width(bytes);
    payload.set_byte_enable_ptr(nullptr);
    payload.set_dmi_allowed(false);
    payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
}

} // namespace

BusMaster::BusMaster(sc_core::sc_module_name name) : sc_module(name), socket("socket") {
    socket.register_invalidate_direct_mem_ptr(this, &BusMaster::invalidate);
    socket.register_nb_transport_bw(this, &BusMaster::nb_transport_bw);
}

void BusMaster::on_backward(Backward callback) {
    backward_ = std::move(callback);
}

tlm::tlm_sync_enum BusMaster::nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                              sc_core::sc_time& delay) {
    return backward_(payload, phase, delay);
}

tlm::tlm_response_status BusMaster::transport(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                                              unsigned bytes, sc_core::sc_time& delay) {
    tlm::tlm_generic_payload payload;
    fill(payload, command, address, data, bytes);
    socket->b_transport(payload, delay);
    return payload.get_response_status();
}

tlm::tlm_response_status BusMaster::read(std::uint64_t address, void* data, unsigned bytes) {
    auto delay = sc_core::SC_ZERO_TIME;
    const auto status = transport(tlm::TLM_READ_COMMAND, address, static_cast<std::uint8_t*>(data), bytes, delay);
    if (delay != sc_core::SC_ZERO_TIME) sc_core::wait(delay);
    return status;
}

tlm::tlm_response_status BusMaster::write(std::uint64_t address, const void* data, unsigned bytes) {
    auto delay = sc_core::SC_ZERO_TIME;
    auto* bytes_out = const_cast<std::uint8_t*>(static_cast<const std::uint8_t*>(data));
    const auto status = transport(tlm::TLM_WRITE_COMMAND, address, bytes_out, bytes, delay);
    if (delay != sc_core::SC_ZERO_TIME) sc_core::wait(delay);
    return status;
}

unsigned BusMaster::debug_read(std::uint64_t address, void* data, unsigned bytes) {
    tlm::tlm_generic_payload payload;
    fill(payload, tlm::TLM_READ_COMMAND, address, static_cast<std::uint8_t*>(data), bytes);
    return socket->transport_dbg(payload);
}

unsigned BusMaster::debug_write(std::uint64_t address, const void* data, unsigned bytes) {
    tlm::tlm_generic_payload payload;
    auto* bytes_out = const_cast<std::uint8_t*>(static_cast<const std::uint8_t*>(data));
    fill(payload, tlm::TLM_WRITE_COMMAND, address, bytes_out, bytes);
    return socket->transport_dbg(payload);
}

unsigned BusMaster::operand_access(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data, unsigned bytes,
                                   bool probe) {
    tlm::tlm_generic_payload payload;
    fill(payload, command, address, data, bytes);
    OperandAccess access;
    access.probe = probe;
    payload.set_extension(&access);
    const auto moved = socket->transport_dbg(payload);
    payload.clear_extension(&access);
    return moved;
}

std::uint8_t* BusMaster::direct(std::uint64_t address, std::uint64_t bytes, tlm::tlm_command command) {
    if (bytes == 0) return nullptr;
    const auto pointer_into = [&](const tlm::tlm_dmi& region) {
        return covers(region, address, bytes) ? region.get_dmi_ptr() + (address - region.get_start_address()) : nullptr;
    };
    for (const auto& region : regions_)
        if (covers(region, address, 1) && allows(region, command)) return pointer_into(region);
    tlm::tlm_generic_payload payload;
    fill(payload, command, address, nullptr, 1);
    tlm::tlm_dmi region;
    if (!socket->get_direct_mem_ptr(payload, region) || !allows(region, command)) return nullptr;
    regions_.push_back(region);
    return pointer_into(region);
}

void BusMaster::on_invalidate(std::function<void(std::uint64_t, std::uint64_t)> callback) {
    on_invalidate_ = std::move(callback);
}

void BusMaster::invalidate(sc_dt::uint64 first, sc_dt::uint64 last) {
    std::erase_if(regions_, [&](const tlm::tlm_dmi& region) {
        return region.get_start_address() <= last && region.get_end_address() >= first;
    });
    if (on_invalidate_) on_invalidate_(first, last);
}

} // namespace stavp
