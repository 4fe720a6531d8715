#include "models/bus/bus.h"

#include <algorithm>
#include <stdexcept>

namespace stavp {

template <typename Socket>
void Bus::Port<Socket>::count(bool write, std::uint64_t transfer_bytes, std::uint64_t busy, std::uint64_t waited) {
    ++statistics.transactions;
    statistics.bytes += transfer_bytes;
    (write ? statistics.write_busy_cycles : statistics.read_busy_cycles) += busy;
    statistics.wait_cycles += waited;
}

Bus::Bus(sc_core::sc_module_name name, const BusConfig& config, Clock clock)
    : sc_module(name), config_(config), clock_(clock) {
    if (config.bytes_per_cycle == 0) throw std::invalid_argument("bus: bytes_per_cycle must not be 0");
}

unsigned Bus::add_initiator(const std::string& name) {
    const auto index = static_cast<int>(initiators_.size());
    initiators_.push_back(
        std::make_unique<Port<InitiatorPort>>((std::string(basename()) + "_from_" + name).c_str(), name));
    auto& socket = initiators_.back()->socket;
    socket.register_b_transport(this, &Bus::b_transport, index);
    socket.register_transport_dbg(this, &Bus::transport_dbg, index);
    socket.register_get_direct_mem_ptr(this, &Bus::get_direct_mem_ptr, index);
    return static_cast<unsigned>(index);
}

unsigned Bus::map(std::uint64_t base, std::uint64_t bytes, const std::string& name) {
    const auto index = static_cast<int>(decoder_.add(base, bytes, name));
    targets_.push_back(std::make_unique<Port<TargetPort>>((std::string(basename()) + "_to_" + name).c_str(), name));
    targets_.back()->socket.register_invalidate_direct_mem_ptr(this, &Bus::invalidate_direct_mem_ptr, index);
    return static_cast<unsigned>(index);
}

sc_core::sc_time Bus::occupy(Port<InitiatorPort>& initiator, Port<TargetPort>& target, bool write, std::uint64_t bytes,
                             const sc_core::sc_time& delay) {
    const auto busy = divide_up(bytes, config_.bytes_per_cycle);
    if (config_.fidelity == Fidelity::lt) {
        initiator.count(write, bytes, busy, 0);
        target.count(write, bytes, busy, 0);
        return delay + clock_.time_of(busy + config_.latency_cycles);
    }
    const auto& now = sc_core::sc_time_stamp();
    auto& from = initiator.channels[write];
    auto& to = target.channels[write];
    from.forget_before(clock_.cycles_at(now));
    to.forget_before(clock_.cycles_at(now));
    const auto arrival = clock_.cycles_to_cover(now + delay);
    auto start = arrival;
    for (;;) {
        const auto initiator_free = from.first_gap(start, busy);
        start = to.first_gap(initiator_free, busy);
        if (start == initiator_free) break;
    }
    from.reserve(start, busy);
    to.reserve(start, busy);
    initiator.count(write, bytes, busy, start - arrival);
    target.count(write, bytes, busy, start - arrival);
    return clock_.time_of(start + busy + config_.latency_cycles) - now;
}

void Bus::b_transport(int initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    auto& from = *initiators_[static_cast<std::size_t>(initiator)];
    const auto address = payload.get_address();
    const auto bytes = payload.get_data_length();
    const auto* window = decoder_.find(address, bytes);
    if (window == nullptr) {
        ++from.statistics.errors;
        delay += clock_.time_of(config_.latency_cycles);
        payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        return;
    }
    auto& to = *targets_[window->target];
    delay = occupy(from, to, payload.is_write(), bytes, delay);
    payload.set_address(address - window->base);
    to.socket->b_transport(payload, delay);
    payload.set_address(address);
}

unsigned Bus::transport_dbg(int /*initiator*/, tlm::tlm_generic_payload& payload) {
    const auto address = payload.get_address();
    const auto* window = decoder_.find(address);
    if (window == nullptr) return 0;
    const auto asked = payload.get_data_length();
    const auto within = address - window->base;
    payload.set_data_length(static_cast<unsigned>(std::min<std::uint64_t>(asked, window->bytes - within)));
    payload.set_address(within);
    const auto moved = targets_[window->target]->socket->transport_dbg(payload);
    payload.set_address(address);
    payload.set_data_length(asked);
    return moved;
}

bool Bus::get_direct_mem_ptr(int /*initiator*/, tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region) {
    const auto address = payload.get_address();
    const auto* window = decoder_.find(address);
    if (window == nullptr) {
        region.set_granted_access(tlm::tlm_dmi::DMI_ACCESS_NONE);
        region.set_start_address(address);
        region.set_end_address(address);
        return false;
    }
    payload.set_address(address - window->base);
    const bool granted = targets_[window->target]->socket->get_direct_mem_ptr(payload, region);
    payload.set_address(address);
    const auto end_of_window = window->bytes - 1;
    const auto first = std::min<std::uint64_t>(region.get_start_address(), end_of_window);
    const auto last = std::min<std::uint64_t>(region.get_end_address(), end_of_window);
    region.set_start_address(window->base + first);
    region.set_end_address(window->base + last);
    return granted;
}

void Bus::invalidate_direct_mem_ptr(int target, sc_dt::uint64 first, sc_dt::uint64 last) {
    const auto& window = decoder_.of_target(static_cast<std::size_t>(target));
    if (first >= window.bytes) return;
    last = std::min<std::uint64_t>(last, window.bytes - 1);
    for (auto& initiator : initiators_)
        initiator->socket->invalidate_direct_mem_ptr(window.base + first, window.base + last);
}

} // namespace stavp
