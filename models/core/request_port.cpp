#include "models/core/request_port.h"

namespace stavp {

RequestPort::RequestPort(BusMaster& master) : master_(master) {
    master.on_backward([this](tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay) {
        return backward(payload, phase, delay);
    });
}

void RequestPort::send(BusRequest& request, tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                       std::uint32_t bytes) {
    auto& payload = pool_.take();
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(data);
    payload.set_data_length(bytes);
    payload.set_streaming_width(bytes);
    payload.set_dmi_allowed(false);
    payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    payload.set_extension<TransactionTimeline>(&request);
    request.payload_ = &payload;
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    auto delay = sc_core::SC_ZERO_TIME;
    unaccepted_ = &request;
    switch (master_.socket->nb_transport_fw(payload, phase, delay)) {
    case tlm::TLM_ACCEPTED:
        return;
    case tlm::TLM_UPDATED:
        unaccepted_ = nullptr;
        if (phase != tlm::BEGIN_RESP) return;
        phase = tlm::END_RESP;
        master_.socket->nb_transport_fw(payload, phase, delay);
        break;
    case tlm::TLM_COMPLETED:
        unaccepted_ = nullptr;
        break;
    }
    end(request, delay);
}

tlm::tlm_sync_enum RequestPort::backward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                         sc_core::sc_time& delay) {
    auto& request = static_cast<BusRequest&>(*timeline_of(payload));
    const bool was_unaccepted = unaccepted_ == &request;
    if (was_unaccepted) unaccepted_ = nullptr;
    auto answer = tlm::TLM_ACCEPTED;
    if (phase == tlm::BEGIN_RESP) {
        phase = tlm::END_RESP;
        answer = tlm::TLM_COMPLETED;
        end(request, delay);
    }
    if (was_unaccepted) accepted();
    return answer;
}

void RequestPort::accepted() {
    while (free() && !turns_.empty()) {
        auto* client = turns_.front();
        turns_.pop_front();
        client->take_turn();
    }
}

void RequestPort::end(BusRequest& request, const sc_core::sc_time& delay) {
    auto& payload = *request.payload_;
    request.payload_ = nullptr;
    const bool ok = payload.get_response_status() == tlm::TLM_OK_RESPONSE;
    payload.clear_extension<TransactionTimeline>();
    payload.release();
    request.client->ended(request, ok, delay);
}

} // namespace stavp
