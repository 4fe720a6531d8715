#pragma once

#include "models/core/activity.h"
#include "models/core/activity_listener.h"
#include "models/core/clock.h"

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace stavp {

class WaitLedger;

/// Attributes every cycle of one engine to exactly one activity. Cycles are counted as differences of whole-cycle
/// time stamps, so that between any two snapshots the sum over all activities equals the cycles elapsed, exactly.
///
/// What a time was spent on may become known only after it has passed, as for the bursts of a DMA channel. From defer()
/// to the next enter(), charge() attributes the past piece by piece. A snapshot calls the settler first, so that what
/// has been reported never changes.
///
/// In a ledger, the cycles of each wait have causes, which sum to them exactly.
class StallAccount {
public:
    static constexpr unsigned kNoCounter = ~0u;

    explicit StallAccount(Clock clock) : clock_(clock) {}
    StallAccount(const StallAccount&) = delete;
    StallAccount& operator=(const StallAccount&) = delete;

    /// From the current simulation time on, time counts as `activity`; `counter`: the sync counter waited for.
    void enter(Activity activity, unsigned counter = kNoCounter);
    void defer() { deferred_ = true; }
    /// The time from charged_ps() to `until_ps` (nothing if that is not later) was spent on `cause`.
    void charge(Activity cause, std::uint64_t until_ps);
    /// Up to here time is attributed.
    std::uint64_t charged_ps() const { return charged_ps_; }
    /// `settler` charges what it knows, up to now.
    void on_settle(std::function<void()> settler) { settler_ = std::move(settler); }

    /// `listener` hears of all time from now on; before the simulation. It outlives the account's use.
    void observe(ActivityListener& listener) { listeners_.push_back(&listener); }
    /// Attributes all time up to now, so that the listeners have heard of all of it. At the end of a run, after what is
    /// reported: it leaves the snapshot of this moment as it is.
    void close();

    Activity current() const { return current_; }
    /// The time from charged_ps() on is attributed later.
    bool deferred() const { return deferred_; }
    /// Cycles of each activity from time 0 to now.
    ActivityCycles snapshot() const;
    /// Picoseconds of `activity` from time 0 on that are attributed by now. Changes nothing, unlike a snapshot.
    std::uint64_t attributed_ps(Activity activity) const;
    /// Causes of the cycles of each wait from time 0 to now.
    WaitCycles wait_causes() const;
    const Clock& clock() const { return clock_; }

private:
    friend class WaitLedger;

    /// The times of all causes at one moment; filled in as soon as that moment is attributed.
    struct Mark {
        std::uint64_t time_ps = 0;
        CauseTimes times{};
        bool open = false;
    };

    void settle() const;
    CauseTimes times_at(std::uint64_t time_ps) const;
    void mark_now(Mark& mark);
    void drop(Mark& mark);
    void tell_spent(Activity activity, std::uint64_t until_ps) const;
    void fill_marks(std::uint64_t until_ps, Activity cause);

    Clock clock_;
    Activity current_ = Activity::no_command;
    bool deferred_ = false;
    std::uint64_t charged_ps_ = 0;
    std::uint64_t charged_cycle_ = 0;
    ActivityCycles cycles_{};
    CauseTimes times_{};
    std::function<void()> settler_;
    std::vector<Mark*> open_marks_;
    std::vector<ActivityListener*> listeners_;
    WaitLedger* ledger_ = nullptr;
    unsigned participant_ = 0;
};

} // namespace stavp
