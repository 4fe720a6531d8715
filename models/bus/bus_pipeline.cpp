// The way of a transaction through the bus at fidelity `at`.

#include "models/bus/bus.h"
#include "models/core/port_calendar.h"

#include <algorithm>

namespace stavp {

namespace {

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

constexpr std::uint64_t kNever = ~0ull;

void copy_request(const tlm::tlm_generic_payload& from, tlm::tlm_generic_payload& to) {
    to.set_command(from.get_command());
    to.set_address(from.get_address());
    to.set_data_ptr(from.get_data_ptr());
    to.set_data_length(from.get_data_length());
    to.set_streaming_width(from.get_streaming_width());
    to.set_byte_enable_ptr(from.get_byte_enable_ptr());
    to.set_byte_enable_length(from.get_byte_enable_length());
    to.set_dmi_allowed(false);
    to.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
}

} // namespace

BusTransfer& Bus::new_transfer(unsigned initiator, const AddressWindow& window, tlm::tlm_generic_payload& payload) {
    if (unused_.empty()) {
        transfers_.push_back(std::make_unique<BusTransfer>());
        unused_.push_back(transfers_.back().get());
    }
    auto& transfer = *unused_.back();
    unused_.pop_back();
    transfer.payload = &payload;
    transfer.timeline = timeline_of(payload);
    transfer.initiator = initiator;
    transfer.target = static_cast<unsigned>(window.target);
    transfer.write = payload.is_write();
    transfer.blocking = false;
    transfer.address = payload.get_address();
    transfer.busy_cycles = divide_up(payload.get_data_length(), config_.bytes_per_cycle);
    return transfer;
}

void Bus::transport_and_wait(unsigned initiator, const AddressWindow& window, tlm::tlm_generic_payload& payload,
                             sc_core::sc_time& delay) {
    if (delay != sc_core::SC_ZERO_TIME) wait(delay);
    delay = sc_core::SC_ZERO_TIME;
    auto& from = *initiators_[initiator];
    auto& to = *targets_[window.target];
    auto& transfer = new_transfer(initiator, window, payload);
    transfer.blocking = true;
    if (to.protocol == TargetProtocol::non_blocking) {
        transfer.payload = &payloads_.take();
        copy_request(payload, *transfer.payload);
    }
    request(transfer, delay);
    wait(transfer.resumed);
    if (to.protocol == TargetProtocol::non_blocking) {
        payload.set_response_status(transfer.payload->get_response_status());
        payload.set_dmi_allowed(transfer.payload->is_dmi_allowed());
        if (!listeners_.empty()) tell(transfer, payload, now_ps());
        transfer.payload->release();
        leave(from, transfer);
        return;
    }
    payload.set_address(transfer.address - window.base);
    served_initiator_ = initiator;
    to.socket->b_transport(payload, delay);
    payload.set_address(transfer.address);
    if (!listeners_.empty()) tell(transfer, payload, now_ps() + delay.value());
    end_at(transfer, sc_core::sc_time_stamp() + delay);
}

/// While the payload is still the initiator's.
void Bus::tell(const BusTransfer& transfer, const tlm::tlm_generic_payload& payload, std::uint64_t end_ps) const {
    tell({transfer.initiator, transfer.target, transfer.blocking, transfer.write, transfer.address,
          payload.get_data_length(), transfer.request_ps, end_ps, payload.get_response_status(), transfer.timeline,
          payload.get_data_ptr()});
}

tlm::tlm_sync_enum Bus::nb_transport_fw(int initiator, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                        sc_core::sc_time& delay) {
    const auto from_index = static_cast<unsigned>(initiator);
    auto& from = *initiators_[from_index];
    if (phase == tlm::END_RESP) {
        auto* ended = std::exchange(from.responding, nullptr);
        leave(from, *ended);
        while (from.responding == nullptr && !from.responses.empty())
            respond(from, from.responses.pop());
        return tlm::TLM_COMPLETED;
    }
    const auto* window = decode(from_index, payload, delay, false);
    if (window == nullptr) return tlm::TLM_COMPLETED;
    auto& transfer = new_transfer(from_index, *window, payload);
    if (!request(transfer, delay)) return tlm::TLM_ACCEPTED;
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
}

bool Bus::request(BusTransfer& transfer, const sc_core::sc_time& delay) {
    auto& from = *initiators_[transfer.initiator];
    transfer.request_ps = now_ps() + delay.value();
    if (from.outstanding == config_.outstanding || !from.held.empty()) {
        if (transfer.timeline != nullptr) transfer.timeline->open(Activity::bus_outstanding);
        from.held.push(transfer);
        return false;
    }
    accept(transfer);
    return true;
}

void Bus::accept(BusTransfer& transfer) {
    auto& from = *initiators_[transfer.initiator];
    ++from.outstanding;
    tell_outstanding(transfer.initiator);
    transfer.arrival_ps = std::max(now_ps(), transfer.request_ps);
    transfer.arrival_cycle = divide_up(transfer.arrival_ps, clock_.period_ps());
    from.statistics.held_cycles += divide_up(transfer.arrival_ps - transfer.request_ps, clock_.period_ps());
    if (transfer.timeline != nullptr) {
        transfer.timeline->wait(Activity::bus_outstanding, transfer.arrival_ps);
        transfer.timeline->open(Activity::bus_arbitration);
    }
    auto& flow = flow_of(transfer);
    if (flow.waiting.empty()) active_.push_back(&flow);
    flow.waiting.push(transfer);
    note_time();
    wake_at(transfer.arrival_cycle * clock_.period_ps());
}

void Bus::tell_all_outstanding(unsigned initiator) const {
    for (auto* listener : listeners_)
        listener->outstanding(initiator, initiators_[initiator]->outstanding);
}

Bus::Flow& Bus::flow_of(const BusTransfer& transfer) {
    if (flows_.empty()) flows_.resize(initiators_.size() * targets_.size() * 2);
    auto& flow = flows_[(transfer.initiator * targets_.size() + transfer.target) * 2 + (transfer.write ? 1 : 0)];
    flow.initiator = transfer.initiator;
    flow.target = transfer.target;
    flow.write = transfer.write;
    return flow;
}

void Bus::note_time() {
    if (noted_ps_ == now_ps()) return;
    noted_ps_ = now_ps();
    noted_delta_ = sc_core::sc_delta_count();
}

void Bus::wake_at(std::uint64_t time_ps) {
    if (time_ps <= now_ps())
        wake_.notify(sc_core::SC_ZERO_TIME);
    else
        wake_.notify(sc_core::sc_time::from_value(time_ps - now_ps()));
}

void Bus::step() {
    note_time();
    while (calendar_.due(now_ps())) {
        const auto entry = calendar_.take();
        if (entry.what == BusCalendar::What::reaches_target)
            reach_target(*entry.transfer);
        else
            end(*entry.transfer);
    }
    // Requests that others make in the same delta cycle as this one shall take part.
    const bool at_edge = now_ps() % clock_.period_ps() == 0;
    if (at_edge && sc_core::sc_delta_count() != noted_delta_) arbitrate(now_ps() / clock_.period_ps());
    const auto next = std::min(calendar_.next_ps(kNever), next_arbitration_ps());
    if (next != kNever) wake_at(next);
}

void Bus::arbitrate(std::uint64_t cycle) {
    while (auto* flow = pick(cycle))
        grant(*flow, cycle);
}

bool Bus::ready(const Flow& flow, std::uint64_t cycle) const {
    const auto& to = *targets_[flow.target];
    return to.refused == nullptr && to.free_cycle[flow.write] <= cycle &&
           initiators_[flow.initiator]->free_cycle[flow.write] <= cycle && flow.waiting.front().arrival_cycle <= cycle;
}

Bus::Flow* Bus::pick(std::uint64_t cycle) {
    Flow* oldest = nullptr;
    for (auto* flow : active_)
        if (ready(*flow, cycle) && (oldest == nullptr || Arbiter::older(request_of(*flow), request_of(*oldest))))
            oldest = flow;
    if (oldest == nullptr) return nullptr;
    auto* best = oldest;
    const auto last_served = targets_[oldest->target]->last_served[oldest->write];
    for (auto* flow : active_)
        if (flow->target == oldest->target && flow->write == oldest->write && ready(*flow, cycle) &&
            arbiter_.before(request_of(*flow), request_of(*best), last_served))
            best = flow;
    return best;
}

void Bus::grant(Flow& flow, std::uint64_t cycle) {
    auto& transfer = flow.waiting.pop();
    if (flow.waiting.empty()) std::erase(active_, &flow);
    auto& from = *initiators_[flow.initiator];
    auto& to = *targets_[flow.target];
    const auto period_ps = clock_.period_ps();
    const auto start_ps = cycle * period_ps;
    if (auto* timeline = transfer.timeline) {
        timeline->serve(Activity::busy, std::min(start_ps, transfer.arrival_cycle * period_ps));
        timeline->wait(Activity::busy, std::min(start_ps, from.free_cycle[flow.write] * period_ps));
        timeline->wait(to.refusal, std::min(start_ps, to.refused_until_ps));
        timeline->wait(Activity::bus_arbitration, start_ps);
        timeline->open(Activity::busy);
    }
    const auto waited = cycle - transfer.arrival_cycle;
    const auto bytes = transfer.payload->get_data_length();
    from.count(flow.write, bytes, transfer.busy_cycles, waited);
    to.count(flow.write, bytes, transfer.busy_cycles, waited);
    from.free_cycle[flow.write] = to.free_cycle[flow.write] = cycle + transfer.busy_cycles;
    to.last_served[flow.write] = flow.initiator;
    for (auto* listener : listeners_)
        listener->granted(flow.initiator, flow.target, flow.write, start_ps,
                          (cycle + transfer.busy_cycles) * period_ps);
    calendar_.add((cycle + transfer.busy_cycles + config_.latency_cycles) * period_ps, transfer,
                  BusCalendar::What::reaches_target);
}

std::uint64_t Bus::next_arbitration_ps() const {
    auto next = kNever;
    for (const auto* flow : active_) {
        const auto& to = *targets_[flow->target];
        if (to.refused != nullptr) continue;
        next = std::min(next, std::max({flow->waiting.front().arrival_cycle, to.free_cycle[flow->write],
                                        initiators_[flow->initiator]->free_cycle[flow->write]}));
    }
    if (next == kNever) return kNever;
    return std::max(next, divide_up(now_ps(), clock_.period_ps())) * clock_.period_ps();
}

void Bus::reach_target(BusTransfer& transfer) {
    auto& to = *targets_[transfer.target];
    if (transfer.timeline != nullptr) transfer.timeline->serve(Activity::busy, now_ps());
    if (to.protocol == TargetProtocol::non_blocking) {
        if (transfer.timeline != nullptr) transfer.timeline->open(to.refusal);
        if (to.refused != nullptr)
            to.door.push(transfer);
        else
            offer(transfer);
    } else if (transfer.blocking) {
        transfer.resumed.notify();
    } else {
        auto delay = sc_core::SC_ZERO_TIME;
        transfer.payload->set_address(transfer.address - decoder_.of_target(transfer.target).base);
        served_initiator_ = transfer.initiator;
        to.socket->b_transport(*transfer.payload, delay);
        transfer.payload->set_address(transfer.address);
        end_at(transfer, sc_core::sc_time_stamp() + delay);
    }
}

void Bus::offer(BusTransfer& transfer) {
    auto& to = *targets_[transfer.target];
    if (transfer.timeline != nullptr) transfer.timeline->wait(to.refusal, now_ps());
    transfer.payload->set_address(transfer.address - decoder_.of_target(transfer.target).base);
    transfer.payload->set_extension(&transfer);
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    auto delay = sc_core::SC_ZERO_TIME;
    const auto answer = to.socket->nb_transport_fw(*transfer.payload, phase, delay);
    if (answer == tlm::TLM_ACCEPTED) {
        to.refused = &transfer;
        to.refused_since_ps = now_ps();
    } else if (answer == tlm::TLM_COMPLETED || phase == tlm::BEGIN_RESP) {
        end_at(transfer, sc_core::sc_time_stamp() + delay);
    }
}

tlm::tlm_sync_enum Bus::nb_transport_bw(int target, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                        sc_core::sc_time& delay) {
    auto& to = *targets_[static_cast<std::size_t>(target)];
    auto& transfer = *payload.get_extension<BusTransfer>();
    if (to.refused == &transfer) target_accepted(to);
    if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
    phase = tlm::END_RESP;
    end_at(transfer, sc_core::sc_time_stamp() + delay);
    return tlm::TLM_COMPLETED;
}

void Bus::target_accepted(Target& to) {
    if (to.refused->timeline != nullptr) to.refused->timeline->wait(to.refusal, now_ps());
    to.refused = nullptr;
    to.refused_until_ps = now_ps();
    to.statistics.refused_cycles += divide_up(now_ps() - to.refused_since_ps, clock_.period_ps());
    while (to.refused == nullptr && !to.door.empty())
        offer(to.door.pop());
    note_time();
    wake_.notify(sc_core::SC_ZERO_TIME);
}

void Bus::end_at(BusTransfer& transfer, const sc_core::sc_time& time) {
    calendar_.add(time.value(), transfer, BusCalendar::What::ends);
    wake_at(time.value());
}

void Bus::end(BusTransfer& transfer) {
    auto& from = *initiators_[transfer.initiator];
    if (transfer.timeline != nullptr) {
        transfer.timeline->serve(transfer.timeline->open_cause(), now_ps());
        transfer.timeline->open(Activity::busy);
    }
    const bool hangs_on_payload = targets_[transfer.target]->protocol == TargetProtocol::non_blocking;
    if (hangs_on_payload) {
        transfer.payload->clear_extension<BusTransfer>();
        transfer.payload->set_address(transfer.address);
    }
    if (transfer.blocking) {
        if (hangs_on_payload)
            transfer.resumed.notify();
        else
            leave(from, transfer);
    } else if (from.responding != nullptr) {
        from.responses.push(transfer);
    } else {
        respond(from, transfer);
    }
}

void Bus::respond(Initiator& from, BusTransfer& transfer) {
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    auto delay = sc_core::SC_ZERO_TIME;
    from.responding = &transfer;
    if (!listeners_.empty()) tell(transfer, *transfer.payload, now_ps());
    const auto answer = from.socket->nb_transport_bw(*transfer.payload, phase, delay);
    if (answer == tlm::TLM_ACCEPTED) return;
    from.responding = nullptr;
    leave(from, transfer);
}

void Bus::leave(Initiator& from, BusTransfer& transfer) {
    --from.outstanding;
    tell_outstanding(transfer.initiator);
    recycle(transfer);
    accept_held(from);
}

void Bus::accept_held(Initiator& from) {
    while (!from.held.empty() && from.outstanding < config_.outstanding) {
        auto& transfer = from.held.pop();
        accept(transfer);
        if (transfer.blocking) continue;
        tlm::tlm_phase phase = tlm::END_REQ;
        auto delay = sc_core::SC_ZERO_TIME;
        from.socket->nb_transport_bw(*transfer.payload, phase, delay);
    }
}

} // namespace stavp
