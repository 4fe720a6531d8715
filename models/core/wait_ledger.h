#pragma once

#include "models/core/stall_account.h"
#include "models/core/sync_counters.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace stavp {

/// Explains waits. A queue that waits for a sync counter waits for the queue that increments it next: the time is
/// broken down by what that queue did meanwhile, according to its account. A queue without a command waits for the
/// host, as does one whose counter the host writes: the time is broken down by whether the host was awake.
///
/// Breakdowns are taken in picoseconds, laid one behind the other in the order of the causes, and cut at the edges of
/// the waiting engine's clock, so that the cycles of the causes sum to those of the wait.
class WaitLedger {
public:
    /// Takes part from now on, at time 0; the account outlives the ledger's use. Returns its number.
    unsigned add(StallAccount& account);
    /// Participant `number` is about to increment `counter`.
    void signalled(unsigned counter, unsigned number) { last_signaller_.at(counter) = static_cast<int>(number); }
    /// The host is about to write it.
    void written_by_host(unsigned counter) { last_signaller_.at(counter) = kHost; }
    /// The host falls asleep or wakes up, now.
    void host_sleeps(bool asleep);

    /// From time 0 to now; a wait that goes on is counted up to now, as one for the queue that signalled last.
    WaitCycles causes(unsigned number);

private:
    friend class StallAccount;

    struct Waiter {
        explicit Waiter(StallAccount& a) : account(a) {}

        StallAccount& account;
        WaitCycles cycles{};
        Activity wait = Activity::no_command;
        unsigned counter = StallAccount::kNoCounter;
        std::uint64_t since_ps = 0;
        CauseTimes host{};
        std::vector<StallAccount::Mark> marks; ///< of every participant
    };
    static constexpr int kHost = -1;

    void begin_wait(unsigned number, Activity wait, unsigned counter);
    void end_wait(unsigned number);
    CauseTimes spent_by_cause(Waiter& waiter, std::uint64_t now_ps);
    CauseTimes host_times(std::uint64_t now_ps) const;

    std::vector<std::unique_ptr<Waiter>> waiters_;
    std::array<int, kSyncCounters> last_signaller_ = [] {
        std::array<int, kSyncCounters> nobody;
        nobody.fill(kHost);
        return nobody;
    }();
    CauseTimes host_{};
    bool host_asleep_ = false;
    std::uint64_t host_since_ps_ = 0;
};

} // namespace stavp
