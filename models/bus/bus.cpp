#include "models/bus/bus.h"

#include "models/core/operand_access.h"
#include "models/core/port_calendar.h"
#include "models/core/process_kind.h"

#include <algorithm>
#include <stdexcept>

namespace stavp {

std::optional<std::string> find_error(const BusConfig& config) {
    if (config.bytes_per_cycle == 0) return "bus: bytes_per_cycle must not be 0";
    if (config.outstanding == 0) return "bus: outstanding must not be 0";
    return std::nullopt;
}

Bus::Bus(sc_core::sc_module_name name, const BusConfig& config, Clock clock)
    : sc_module(name), config_(config), clock_(clock), arbiter_(config.arbitration) {
    if (const auto error = find_error(config)) throw std::invalid_argument(*error);
    SC_HAS_PROCESS(Bus);
    SC_METHOD(step);
    sensitive << wake_;
    dont_initialize();
}

unsigned Bus::add_initiator(const std::string& name) {
    const auto index = static_cast<int>(initiators_.size());
    initiators_.push_back(std::make_unique<Initiator>((std::string(basename()) + "_from_" + name).c_str(), name));
    auto& socket = initiators_.back()->socket;
    socket.register_b_transport(this, &Bus::b_transport, index);
    socket.register_nb_transport_fw(this, &Bus::nb_transport_fw, index);
    socket.register_transport_dbg(this, &Bus::transport_dbg, index);
    socket.register_get_direct_mem_ptr(this, &Bus::get_direct_mem_ptr, index);
    return static_cast<unsigned>(index);
}

unsigned Bus::map(std::uint64_t base, std::uint64_t bytes, const std::string& name, TargetProtocol protocol,
                  Activity refusal) {
    const auto index = static_cast<int>(decoder_.add(base, bytes, name));
    targets_.push_back(std::make_unique<Target>((std::string(basename()) + "_to_" + name).c_str(), name));
    targets_.back()->protocol = protocol;
    targets_.back()->refusal = refusal;
    auto& socket = targets_.back()->socket;
    socket.register_nb_transport_bw(this, &Bus::nb_transport_bw, index);
    socket.register_invalidate_direct_mem_ptr(this, &Bus::invalidate_direct_mem_ptr, index);
    return static_cast<unsigned>(index);
}

const AddressWindow* Bus::decode(unsigned initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay,
                                 bool blocking) {
    const auto* window = decoder_.find(payload.get_address(), payload.get_data_length());
    const bool spoiled =
        window != nullptr && spoiler_ != nullptr &&
        spoiler_->fails({initiator, payload.is_write(), payload.get_address(), payload.get_data_length()});
    if (window == nullptr || spoiled) {
        ++initiators_[initiator]->statistics.errors;
        const auto begin = delay;
        delay += clock_.time_of(config_.latency_cycles);
        payload.set_response_status(spoiled ? tlm::TLM_GENERIC_ERROR_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
        if (!listeners_.empty())
            tell_untimed(initiator, BusTransaction::kNoTarget, payload, begin.value(), delay, blocking);
        return nullptr;
    }
    return window;
}

void Bus::tell(const BusTransaction& transaction) const {
    for (auto* listener : listeners_)
        listener->transaction(transaction);
}

void Bus::tell_untimed(unsigned initiator, unsigned target, const tlm::tlm_generic_payload& payload,
                       std::uint64_t begin_ps, const sc_core::sc_time& delay, bool blocking) const {
    const auto now_ps = sc_core::sc_time_stamp().value();
    tell({initiator, target, blocking, payload.is_write(), payload.get_address(), payload.get_data_length(),
          now_ps + begin_ps, now_ps + delay.value(), payload.get_response_status(),
          payload.get_extension<TransactionTimeline>(), payload.get_data_ptr()});
}

void Bus::b_transport(int initiator, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    const auto from_index = static_cast<unsigned>(initiator);
    auto& from = *initiators_[from_index];
    for (auto* listener : listeners_)
        listener->blocking_begins(from_index, payload);
    const auto* window = decode(from_index, payload, delay, true);
    if (window == nullptr) return;
    if (config_.fidelity == Fidelity::at && can_wait()) {
        transport_and_wait(from_index, *window, payload, delay);
        return;
    }
    auto& to = *targets_[window->target];
    const auto busy = divide_up(payload.get_data_length(), config_.bytes_per_cycle);
    from.count(payload.is_write(), payload.get_data_length(), busy, 0);
    to.count(payload.is_write(), payload.get_data_length(), busy, 0);
    const auto begin_ps = delay.value();
    delay += clock_.time_of(busy + config_.latency_cycles);
    const auto address = payload.get_address();
    payload.set_address(address - window->base);
    served_initiator_ = from_index;
    to.socket->b_transport(payload, delay);
    payload.set_address(address);
    if (!listeners_.empty())
        tell_untimed(from_index, static_cast<unsigned>(window->target), payload, begin_ps, delay, true);
}

void Bus::spoil(BusSpoiler& spoiler) {
    spoiler_ = &spoiler;
    if (!sc_core::sc_is_running()) return;
    for (auto& initiator : initiators_)
        initiator->socket->invalidate_direct_mem_ptr(0, ~0ull);
}

unsigned Bus::transport_dbg(int initiator, tlm::tlm_generic_payload& payload) {
    const auto address = payload.get_address();
    const auto* window = decoder_.find(address);
    if (window == nullptr) return 0;
    const auto asked = payload.get_data_length();
    const auto* operand = payload.get_extension<OperandAccess>();
    if (spoiler_ != nullptr && operand != nullptr && !operand->probe &&
        spoiler_->fails({static_cast<unsigned>(initiator), payload.is_write(), address, asked}))
        return 0;
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
    if (spoiler_ != nullptr) spoiler_->gaps().narrow(address, region);
    return granted && !region.is_none_allowed();
}

void Bus::invalidate_direct_mem_ptr(int target, sc_dt::uint64 first, sc_dt::uint64 last) {
    const auto& window = decoder_.of_target(static_cast<std::size_t>(target));
    if (first >= window.bytes) return;
    last = std::min<std::uint64_t>(last, window.bytes - 1);
    for (auto& initiator : initiators_)
        initiator->socket->invalidate_direct_mem_ptr(window.base + first, window.base + last);
}

} // namespace stavp
