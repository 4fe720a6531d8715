#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <list>
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/peq_with_cb_and_phase.h>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp::test {

/// An initiator that sends what it is told to and notes every phase that comes back, with its time, annotated delay
/// included.
class RawInitiator : public sc_core::sc_module, public tlm::tlm_mm_interface {
public:
    struct Request {
        tlm::tlm_generic_payload payload;
        std::vector<std::uint8_t> data;
    };

    explicit RawInitiator(sc_core::sc_module_name name)
        : sc_module(name), socket("socket"), queue_(this, &RawInitiator::later) {
        socket.register_nb_transport_bw(this, &RawInitiator::backward);
    }

    tlm_utils::simple_initiator_socket<RawInitiator> socket;
    std::vector<std::string> log;
    std::uint64_t end_response_after_ps = 0; ///< 0: in the call

    Request& make(tlm::tlm_command command, std::uint64_t address, unsigned bytes) {
        auto& request = requests_.emplace_back();
        request.data.resize(bytes);
        request.payload.set_mm(this);
        request.payload.acquire();
        request.payload.set_command(command);
        request.payload.set_address(address);
        request.payload.set_data_ptr(request.data.data());
        request.payload.set_data_length(bytes);
        request.payload.set_streaming_width(bytes);
        return request;
    }
    tlm::tlm_sync_enum send(Request& request, sc_core::sc_time* delay_out = nullptr) {
        tlm::tlm_phase phase = tlm::BEGIN_REQ;
        sc_core::sc_time delay;
        const auto answer = socket->nb_transport_fw(request.payload, phase, delay);
        if (answer == tlm::TLM_UPDATED) note(phase, delay);
        if (delay_out != nullptr) *delay_out = delay;
        return answer;
    }
    void free(tlm::tlm_generic_payload* /*payload*/) override {}

private:
    void note(const tlm::tlm_phase& phase, const sc_core::sc_time& delay) {
        log.push_back(std::string(phase.get_name()) + " " + std::to_string((sc_core::sc_time_stamp() + delay).value()));
    }
    tlm::tlm_sync_enum backward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay) {
        note(phase, delay);
        if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
        phase = tlm::END_RESP;
        if (end_response_after_ps == 0) return tlm::TLM_COMPLETED;
        queue_.notify(payload, phase, sc_core::sc_time::from_value(end_response_after_ps));
        return tlm::TLM_ACCEPTED;
    }
    void later(tlm::tlm_generic_payload& payload, const tlm::tlm_phase& phase) {
        auto sent = phase;
        sc_core::sc_time delay;
        socket->nb_transport_fw(payload, sent, delay);
    }

    std::list<Request> requests_;
    tlm_utils::peq_with_cb_and_phase<RawInitiator> queue_;
};

/// A target that accepts each request `accept_after_ps` after it came (0: in the call), and answers `answer_after_ps`
/// after that. Fails the test when a request comes before the one before is accepted.
class ReluctantTarget : public sc_core::sc_module {
public:
    explicit ReluctantTarget(sc_core::sc_module_name name)
        : sc_module(name), socket("socket"), queue_(this, &ReluctantTarget::later) {
        socket.register_nb_transport_fw(this, &ReluctantTarget::forward);
    }

    tlm_utils::simple_target_socket<ReluctantTarget> socket;
    std::vector<std::string> log;
    std::uint64_t accept_after_ps = 0;
    std::uint64_t answer_after_ps = 0;

private:
    tlm::tlm_sync_enum forward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& /*delay*/) {
        EXPECT_EQ(phase, tlm::BEGIN_REQ);
        EXPECT_FALSE(holding_) << "BEGIN_REQ before END_REQ";
        log.push_back("BEGIN_REQ " + std::to_string(payload.get_address()) + " " +
                      std::to_string(sc_core::sc_time_stamp().value()));
        holding_ = true;
        queue_.notify(payload, tlm::END_REQ, sc_core::sc_time::from_value(accept_after_ps));
        return tlm::TLM_ACCEPTED;
    }
    void later(tlm::tlm_generic_payload& payload, const tlm::tlm_phase& phase) {
        auto sent = phase;
        auto delay = sc_core::SC_ZERO_TIME;
        if (phase == tlm::END_REQ) {
            holding_ = false;
            queue_.notify(payload, tlm::BEGIN_RESP, sc_core::sc_time::from_value(answer_after_ps));
        } else {
            payload.set_response_status(tlm::TLM_OK_RESPONSE);
        }
        socket->nb_transport_bw(payload, sent, delay);
    }

    bool holding_ = false;
    tlm_utils::peq_with_cb_and_phase<ReluctantTarget> queue_;
};

} // namespace stavp::test
