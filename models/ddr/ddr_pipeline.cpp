// The way of a transaction through the memory at fidelity `at`.

#include "models/core/port_calendar.h"
#include "models/ddr/ddr.h"

namespace stavp {

std::uint64_t Ddr::clock_at_or_before_now() const {
    return sc_core::sc_time_stamp().value() / config_.timing.tCK_ps;
}

tlm::tlm_sync_enum Ddr::nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                        sc_core::sc_time& delay) {
    if (phase == tlm::END_RESP) {
        payload.release();
        awaits_end_resp_ = false;
        while (!awaits_end_resp_ && !responses_.empty()) {
            const auto next = responses_.front();
            responses_.pop_front();
            respond(*next.payload, next.end);
        }
        return tlm::TLM_COMPLETED;
    }
    if (refused(payload)) return tlm::TLM_COMPLETED;
    payload.acquire();
    advance();
    if (unaccepted_ != nullptr || !controller_.can_accept()) {
        unaccepted_ = &payload;
        unaccepted_from_ = sc_core::sc_time_stamp() + delay;
        return tlm::TLM_ACCEPTED;
    }
    offer(payload, delay);
    wake_.notify(sc_core::SC_ZERO_TIME);
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
}

void Ddr::wait_for_end(tlm::tlm_generic_payload& payload) {
    advance();
    while (!controller_.can_accept()) {
        wait(room_);
        advance();
    }
    sc_core::sc_event resumes;
    const auto id = offer(payload, sc_core::SC_ZERO_TIME);
    in_flight_[id].resumes = &resumes;
    wake_.notify(sc_core::SC_ZERO_TIME);
    wait(resumes);
}

std::uint64_t Ddr::offer(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay) {
    move_bytes(payload);
    if (free_ids_.empty()) {
        free_ids_.push_back(in_flight_.size());
        in_flight_.emplace_back();
    }
    const auto id = free_ids_.back();
    free_ids_.pop_back();
    const auto arrival = divide_up((sc_core::sc_time_stamp() + delay).value(), config_.timing.tCK_ps);
    in_flight_[id] = {&payload, arrival, nullptr, {}};
    controller_.offer({id, payload.is_write() ? ColumnCommand::write : ColumnCommand::read, payload.get_address(),
                       payload.get_data_length(), arrival});
    return id;
}

void Ddr::serve() {
    advance();
    if (unaccepted_ != nullptr && controller_.can_accept()) {
        auto& payload = *std::exchange(unaccepted_, nullptr);
        const auto& now = sc_core::sc_time_stamp();
        offer(payload, unaccepted_from_ > now ? unaccepted_from_ - now : sc_core::SC_ZERO_TIME);
        tlm::tlm_phase phase = tlm::END_REQ;
        auto delay = sc_core::SC_ZERO_TIME;
        socket->nb_transport_bw(payload, phase, delay);
        advance();
    }
    if (controller_.can_accept()) room_.notify();
    const auto next = controller_.next_event_clk();
    if (next == kNeverClk) return;
    const auto next_ps = next * config_.timing.tCK_ps;
    const auto now_ps = sc_core::sc_time_stamp().value();
    wake_.notify(sc_core::sc_time::from_value(next_ps > now_ps ? next_ps - now_ps : 0));
}

void Ddr::advance() {
    controller_.advance(clock_at_or_before_now(), [this](const DramCompletion& completion) { completed(completion); });
}

void Ddr::completed(const DramCompletion& completion) {
    const auto transaction = in_flight_[completion.id];
    free_ids_.push_back(completion.id);
    auto end = sc_core::sc_time::from_value(completion.clock * config_.timing.tCK_ps +
                                            config_.frontend_latency_ns * std::uint64_t{1000});
    auto* timeline = timeline_of(*transaction.payload);
    if (timeline != nullptr) note_delays(*timeline, transaction, completion);
    if (!slow_.empty()) {
        const auto arrival = sc_core::sc_time::from_value(transaction.arrival_clk * config_.timing.tCK_ps);
        end += slow_by(arrival, sc_core::sc_time::from_value(completion.clock * config_.timing.tCK_ps) - arrival);
        if (timeline != nullptr) timeline->serve(Activity::ddr_access, end.value());
    }
    if (transaction.resumes != nullptr)
        transaction.resumes->notify(end - sc_core::sc_time_stamp());
    else if (awaits_end_resp_)
        responses_.push_back({transaction.payload, end});
    else
        respond(*transaction.payload, end);
}

void Ddr::respond(tlm::tlm_generic_payload& payload, const sc_core::sc_time& end) {
    const auto& now = sc_core::sc_time_stamp();
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    auto delay = end > now ? end - now : sc_core::SC_ZERO_TIME;
    awaits_end_resp_ = true;
    if (socket->nb_transport_bw(payload, phase, delay) == tlm::TLM_ACCEPTED) return;
    awaits_end_resp_ = false;
    payload.release();
}

void Ddr::note_delays(TransactionTimeline& timeline, const InFlight& transaction,
                      const DramCompletion& completion) const {
    const std::uint64_t period_ps = config_.timing.tCK_ps;
    const auto& delays = completion.delays;
    auto clock = transaction.arrival_clk;
    timeline.serve(Activity::ddr_access, clock * period_ps);
    const auto wait = [&](Activity cause, std::uint64_t clocks) {
        clock += clocks;
        timeline.wait(cause, clock * period_ps);
    };
    wait(Activity::ddr_queue, delays.queue);
    wait(Activity::ddr_refresh, delays.refresh);
    wait(Activity::ddr_row_conflict, delays.row_conflict);
    wait(Activity::ddr_row_miss, delays.row_miss);
    wait(Activity::ddr_activate, delays.activate);
    wait(Activity::ddr_turnaround, delays.turnaround);
    clock += delays.access;
    timeline.serve(Activity::ddr_access, clock * period_ps);
    timeline.serve(Activity::ddr_data, completion.clock * period_ps);
    timeline.serve(Activity::ddr_access,
                   completion.clock * period_ps + config_.frontend_latency_ns * std::uint64_t{1000});
}

} // namespace stavp
