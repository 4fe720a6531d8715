#include "models/core/stall_account.h"

#include "models/core/wait_ledger.h"

namespace stavp {

namespace {

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

void StallAccount::enter(Activity activity, unsigned counter) {
    charge(current_, now_ps());
    deferred_ = false;
    if (ledger_ != nullptr && is_wait(current_)) ledger_->end_wait(participant_);
    current_ = activity;
    for (auto* listener : listeners_)
        listener->entered(activity, now_ps());
    if (ledger_ != nullptr && is_wait(activity)) ledger_->begin_wait(participant_, activity, counter);
}

void StallAccount::charge(Activity cause, std::uint64_t until_ps) {
    if (until_ps <= charged_ps_) return;
    if (!open_marks_.empty()) fill_marks(until_ps, cause);
    const auto cycle = clock_.cycles_at(sc_core::sc_time::from_value(until_ps));
    cycles_[activity_index(cause)] += cycle - charged_cycle_;
    times_[activity_index(cause)] += until_ps - charged_ps_;
    if (!listeners_.empty()) [[unlikely]]
        tell_spent(cause, until_ps);
    charged_cycle_ = cycle;
    charged_ps_ = until_ps;
}

void StallAccount::tell_spent(Activity activity, std::uint64_t until_ps) const {
    for (auto* listener : listeners_)
        listener->spent(activity, charged_ps_, until_ps);
}

void StallAccount::close() {
    settle();
    charge(current_, now_ps());
}

void StallAccount::fill_marks(std::uint64_t until_ps, Activity cause) {
    std::erase_if(open_marks_, [&](Mark* mark) {
        if (mark->time_ps > until_ps) return false;
        mark->times = times_;
        mark->times[activity_index(cause)] += mark->time_ps - charged_ps_;
        mark->open = false;
        return true;
    });
}

void StallAccount::settle() const {
    if (deferred_ && settler_) settler_();
}

CauseTimes StallAccount::times_at(std::uint64_t time_ps) const {
    auto times = times_;
    times[activity_index(current_)] += time_ps - charged_ps_;
    return times;
}

void StallAccount::mark_now(Mark& mark) {
    drop(mark);
    mark.time_ps = now_ps();
    if (deferred_ && charged_ps_ < mark.time_ps) {
        mark.open = true;
        open_marks_.push_back(&mark);
    } else {
        mark.times = times_at(mark.time_ps);
    }
}

void StallAccount::drop(Mark& mark) {
    if (!mark.open) return;
    std::erase(open_marks_, &mark);
    mark.open = false;
}

ActivityCycles StallAccount::snapshot() const {
    settle();
    auto result = cycles_;
    result[activity_index(current_)] += clock_.cycles_at(sc_core::sc_time_stamp()) - charged_cycle_;
    return result;
}

std::uint64_t StallAccount::attributed_ps(Activity activity) const {
    const auto running = !deferred_ && current_ == activity ? now_ps() - charged_ps_ : 0;
    return times_[activity_index(activity)] + running;
}

WaitCycles StallAccount::wait_causes() const {
    return ledger_ != nullptr ? ledger_->causes(participant_) : WaitCycles{};
}

} // namespace stavp
