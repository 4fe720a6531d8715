#include "models/buffer/buffer.h"

#include "models/core/memory_access.h"
#include "models/core/transaction_timeline.h"

#include <stdexcept>

namespace stavp {

Buffer::Buffer(sc_core::sc_module_name name, const BufferConfig& config, Clock clock)
    : sc_module(name), socket("socket"), config_(config), clock_(clock), storage_(config.bytes),
      ecc_(config.ecc, storage_,
           [this](std::uint64_t first, std::uint64_t last) {
               if (sc_core::sc_is_running()) socket->invalidate_direct_mem_ptr(first, last);
           }),
      ports_(config.banks, config.bytes_per_cycle) {
    if (config.bytes == 0 || config.bytes_per_cycle == 0 || config.banks == 0)
        throw std::invalid_argument(std::string(this->name()) + ": bytes, bytes_per_cycle and banks must not be 0");
    socket.register_b_transport(this, &Buffer::b_transport);
    socket.register_nb_transport_fw(this, &Buffer::nb_transport_fw);
    socket.register_transport_dbg(this, &Buffer::transport_dbg);
    socket.register_get_direct_mem_ptr(this, &Buffer::get_direct_mem_ptr);
    SC_HAS_PROCESS(Buffer);
    SC_METHOD(admit);
    sensitive << open_;
    dont_initialize();
}

sc_core::sc_time Buffer::occupy(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay) {
    const auto bytes = payload.get_data_length();
    const auto words = divide_up(bytes, config_.bytes_per_cycle);
    statistics_.bytes += bytes;
    if (config_.fidelity == Fidelity::lt) {
        const auto busy = divide_up(words, config_.banks);
        statistics_.busy_cycles += busy;
        return delay + clock_.time_of(busy + config_.latency_cycles);
    }
    const auto& now = sc_core::sc_time_stamp();
    ports_.forget_before(clock_.cycles_at(now));
    const auto arrival = clock_.cycles_to_cover(now + delay);
    const auto grant = ports_.book(payload.get_address(), bytes, arrival);
    statistics_.busy_cycles += grant.cycles;
    statistics_.wait_cycles += grant.start - arrival;
    const auto end = clock_.time_of(grant.start + grant.cycles + config_.latency_cycles);
    for (auto* listener : listeners_)
        listener->port_used(clock_.time_of(grant.start).value(), clock_.time_of(grant.start + grant.cycles).value());
    if (auto* timeline = timeline_of(payload)) {
        timeline->serve(Activity::busy, clock_.time_of(arrival).value());
        timeline->wait(Activity::buffer_port, clock_.time_of(grant.start).value());
        timeline->serve(Activity::busy, end.value());
    }
    return end - now;
}

void Buffer::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    const auto answer = check_memory_access(payload, storage_.size());
    payload.set_response_status(answer);
    if (answer != tlm::TLM_OK_RESPONSE) return;
    ++(payload.is_write() ? statistics_.writes : statistics_.reads);
    const bool good = ecc_.allows(payload);
    if (good) copy_payload(payload, storage_.data());
    delay = occupy(payload, delay);
    payload.set_response_status(good ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
    payload.set_dmi_allowed(good);
}

tlm::tlm_sync_enum Buffer::nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& /*phase*/,
                                           sc_core::sc_time& delay) {
    if (engines_ == 0 || check_memory_access(payload, storage_.size()) != tlm::TLM_OK_RESPONSE) {
        b_transport(payload, delay);
        return tlm::TLM_COMPLETED;
    }
    excluded_ = &payload;
    excluded_since_ = sc_core::sc_time_stamp() + delay;
    return tlm::TLM_ACCEPTED;
}

void Buffer::tell_engine(bool begins) {
    commands_ += begins ? 1 : -1;
    for (auto* listener : listeners_)
        listener->engine_commands(commands_);
}

void Buffer::engine_ends() {
    if (--engines_ == 0 && excluded_ != nullptr) open_.notify(sc_core::SC_ZERO_TIME);
}

void Buffer::admit() {
    if (engines_ != 0 || excluded_ == nullptr) return;
    auto& payload = *excluded_;
    excluded_ = nullptr;
    const auto& now = sc_core::sc_time_stamp();
    if (now > excluded_since_) statistics_.excluded_cycles += clock_.cycles_to_cover(now - excluded_since_);
    if (auto* timeline = timeline_of(payload)) timeline->wait(Activity::buffer_port, now.value());
    auto delay = excluded_since_ > now ? excluded_since_ - now : sc_core::SC_ZERO_TIME;
    b_transport(payload, delay);
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    socket->nb_transport_bw(payload, phase, delay);
}

unsigned Buffer::transport_dbg(tlm::tlm_generic_payload& payload) {
    return ecc_.debug_access(payload);
}

bool Buffer::get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region) {
    region.set_start_address(0);
    region.set_end_address(storage_.size() - 1);
    region.set_dmi_ptr(storage_.data());
    region.allow_read_write();
    ecc_.gaps().narrow(payload.get_address(), region);
    return !region.is_none_allowed();
}

} // namespace stavp
