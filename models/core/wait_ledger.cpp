#include "models/core/wait_ledger.h"

namespace stavp {

namespace {

std::uint64_t now() {
    return sc_core::sc_time_stamp().value();
}

CauseTimes difference(const CauseTimes& after, const CauseTimes& before) {
    CauseTimes result{};
    for (std::size_t i = 0; i < kCauseCount; ++i)
        result[i] = after[i] - before[i];
    return result;
}

} // namespace

unsigned WaitLedger::add(StallAccount& account) {
    const auto number = static_cast<unsigned>(waiters_.size());
    account.ledger_ = this;
    account.participant_ = number;
    waiters_.push_back(std::make_unique<Waiter>(account));
    return number;
}

void WaitLedger::host_sleeps(bool asleep) {
    const auto time = now();
    host_ = host_times(time);
    host_since_ps_ = time;
    host_asleep_ = asleep;
}

CauseTimes WaitLedger::host_times(std::uint64_t now_ps) const {
    auto times = host_;
    times[host_asleep_ ? kHostAsleep : kHostSetup] += now_ps - host_since_ps_;
    return times;
}

void WaitLedger::begin_wait(unsigned number, Activity wait, unsigned counter) {
    auto& waiter = *waiters_[number];
    waiter.wait = wait;
    waiter.counter = counter;
    waiter.since_ps = now();
    waiter.host = host_times(waiter.since_ps);
    if (counter == StallAccount::kNoCounter) return;
    if (waiter.marks.size() < waiters_.size()) waiter.marks.resize(waiters_.size());
    for (std::size_t i = 0; i < waiters_.size(); ++i)
        if (i != number) waiters_[i]->account.mark_now(waiter.marks[i]);
}

CauseTimes WaitLedger::spent_by_cause(Waiter& waiter, std::uint64_t now_ps) {
    const auto signaller = waiter.counter == StallAccount::kNoCounter ? kHost : last_signaller_[waiter.counter];
    if (signaller == kHost || waiters_[static_cast<std::size_t>(signaller)].get() == &waiter)
        return difference(host_times(now_ps), waiter.host);
    const auto index = static_cast<std::size_t>(signaller);
    auto& account = waiters_[index]->account;
    auto& mark = waiter.marks[index];
    account.settle();
    if (mark.open) mark.times = account.times_at(mark.time_ps);
    return difference(account.times_at(now_ps), mark.times);
}

void WaitLedger::end_wait(unsigned number) {
    auto& waiter = *waiters_[number];
    const auto now_ps = now();
    const auto& clock = waiter.account.clock();
    auto& cycles = waiter.cycles[activity_index(waiter.wait)];
    if (now_ps > waiter.since_ps) {
        const auto spent = spent_by_cause(waiter, now_ps);
        auto edge_ps = waiter.since_ps;
        auto cycle = clock.cycles_at(sc_core::sc_time::from_value(edge_ps));
        for (std::size_t i = 0; i < kCauseCount; ++i) {
            edge_ps += spent[i];
            const auto next = clock.cycles_at(sc_core::sc_time::from_value(edge_ps));
            cycles[i] += next - cycle;
            cycle = next;
        }
    }
    for (std::size_t i = 0; i < waiter.marks.size(); ++i)
        waiters_[i]->account.drop(waiter.marks[i]);
}

WaitCycles WaitLedger::causes(unsigned number) {
    auto& waiter = *waiters_[number];
    if (is_wait(waiter.account.current())) {
        end_wait(number);
        begin_wait(number, waiter.wait, waiter.counter);
    }
    return waiter.cycles;
}

} // namespace stavp
