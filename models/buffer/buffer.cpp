#include "models/buffer/buffer.h"

#include "models/core/memory_access.h"

#include <stdexcept>

namespace stavp {

Buffer::Buffer(sc_core::sc_module_name name, const BufferConfig& config, Clock clock)
    : sc_module(name), socket("socket"), config_(config), clock_(clock), storage_(config.bytes) {
    if (config.bytes == 0 || config.bytes_per_cycle == 0)
        throw std::invalid_argument(std::string(this->name()) + ": bytes and bytes_per_cycle must not be 0");
    socket.register_b_transport(this, &Buffer::b_transport);
    socket.register_transport_dbg(this, &Buffer::transport_dbg);
    socket.register_get_direct_mem_ptr(this, &Buffer::get_direct_mem_ptr);
}

sc_core::sc_time Buffer::occupy(std::uint64_t bytes, const sc_core::sc_time& delay) {
    const auto busy = divide_up(bytes, config_.bytes_per_cycle);
    statistics_.bytes += bytes;
    statistics_.busy_cycles += busy;
    if (config_.fidelity == Fidelity::lt) return delay + clock_.time_of(busy + config_.latency_cycles);
    const auto& now = sc_core::sc_time_stamp();
    port_.forget_before(clock_.cycles_at(now));
    const auto arrival = clock_.cycles_to_cover(now + delay);
    const auto start = port_.first_gap(arrival, busy);
    port_.reserve(start, busy);
    statistics_.wait_cycles += start - arrival;
    return clock_.time_of(start + busy + config_.latency_cycles) - now;
}

void Buffer::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    const auto answer = check_memory_access(payload, storage_.size());
    payload.set_response_status(answer);
    if (answer != tlm::TLM_OK_RESPONSE) return;
    ++(payload.is_write() ? statistics_.writes : statistics_.reads);
    copy_payload(payload, storage_.data());
    delay = occupy(payload.get_data_length(), delay);
    payload.set_dmi_allowed(true);
}

unsigned Buffer::transport_dbg(tlm::tlm_generic_payload& payload) {
    return debug_memory_access(payload, storage_);
}

bool Buffer::get_direct_mem_ptr(tlm::tlm_generic_payload& /*payload*/, tlm::tlm_dmi& region) {
    region.set_start_address(0);
    region.set_end_address(storage_.size() - 1);
    region.set_dmi_ptr(storage_.data());
    region.allow_read_write();
    return true;
}

} // namespace stavp
